package dev.backfill.database.sql;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;

/** Opens databases. The only public type of this package. */
public final class Databases {
    static {
        // MariaDB's driver logs statements with their values, and the server's messages, which quote rows
        System.setProperty("mariadb.logging.disable", "true");
        // MySQL's keeps a thread for connections that nobody closes
        System.setProperty("com.mysql.cj.disableAbandonedConnectionCleanup", "true");
    }

    private Databases() {}

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
            return new MariaDatabase(settings);
        }
        throw new BackfillException(
                ErrorCode.CAPABILITY_MISSING,
                "database " + settings.name()
                        + ": this version works on PostgreSQL, MariaDB and MySQL, but the address begins with "
                        + scheme(url),
                "use an address that begins with jdbc:postgresql:, jdbc:mariadb: or jdbc:mysql:");
    }

    private static String scheme(String url) {
        int end = url.indexOf(':', url.startsWith("jdbc:") ? 5 : 0);
        return end < 0 ? "something else" : url.substring(0, end + 1);
    }
}
