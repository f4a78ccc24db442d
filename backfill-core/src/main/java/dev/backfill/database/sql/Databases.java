package dev.backfill.database.sql;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;

/** Opens databases. The only public type of this package. */
public final class Databases {
    private Databases() {}

    /**
     * Opens lazily: the first use connects.
     *
     * @throws BackfillException if the address is not that of a supported database
     */
    public static Database open(DatabaseSettings settings) {
        if (settings.url().startsWith("jdbc:postgresql:")) {
            return new PostgresDatabase(settings);
        }
        throw new BackfillException(
                ErrorCode.CAPABILITY_MISSING,
                "database " + settings.name() + ": this version works on PostgreSQL, but the address begins with "
                        + scheme(settings.url()),
                "use an address that begins with jdbc:postgresql:");
    }

    private static String scheme(String url) {
        int end = url.indexOf(':', url.startsWith("jdbc:") ? 5 : 0);
        return end < 0 ? "something else" : url.substring(0, end + 1);
    }
}
