package dev.backfill.database.sql;

import dev.backfill.database.Capabilities;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.List;

/** Opens databases. The only public type of this package. */
public final class Databases {
    static {
        // MariaDB's driver logs statements with their values, and the server's messages, which quote rows
        System.setProperty("mariadb.logging.disable", "true");
        // what H2 serves to other processes of this machine is nobody else's business
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // MySQL's keeps a thread for connections that nobody closes
        System.setProperty("com.mysql.cj.disableAbandonedConnectionCleanup", "true");
    }

    private Databases() {}

    /** What is declared of each kind of database that a backfill may work on, of which none is asked. */
    public static List<Capabilities> declared() {
        return List.of(
                PostgresDatabase.declared(""),
                new MariaDbFlavour().declared(""),
                new MySqlFlavour().declared(""),
                SqliteDatabase.declared(""));
    }

    /**
     * Opens lazily: the first use connects.
     *
     * @throws BackfillException if the address is not that of a supported database
     */
    public static Database open(DatabaseSettings settings) {
        String url = settings.url();
        if (url.startsWith("jdbc:postgresql:")) {
            return new PostgresDatabase(settings);
        }
        if (url.startsWith(MariaDbFlavour.ADDRESS) || url.startsWith(MySqlFlavour.ADDRESS)) {
            MariaServerCheck.refuseSeveral(settings);
            return new MariaDatabase(settings);
        }
        if (url.startsWith("jdbc:sqlite:")) {
            return new SqliteDatabase(settings);
        }
        if (url.startsWith("jdbc:h2:")) {
            return H2Database.configured(settings);
        }
        throw new BackfillException(
                ErrorCode.CAPABILITY_MISSING,
                "database " + settings.name()
                        + ": this version works on PostgreSQL, MariaDB, MySQL and SQLite, but the address begins with "
                        + scheme(url),
                "use an address that begins with jdbc:postgresql:, jdbc:mariadb:, jdbc:mysql: or jdbc:sqlite:");
    }

    private static String scheme(String url) {
        int end = url.indexOf(':', url.startsWith("jdbc:") ? 5 : 0);
        return end < 0 ? "something else" : url.substring(0, end + 1);
    }
}
