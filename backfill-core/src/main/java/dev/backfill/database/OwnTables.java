package dev.backfill.database;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;

/** The two groups of tables that the engine keeps for itself. */
public enum OwnTables {
    /** In the database whose table is backfilled, written in the chunks' own transactions. */
    LEDGER,
    /** In the database that holds run state. */
    CONTROL;

    /**
     * The refusal of whoever has to make tables and may not.
     *
     * @param database its name in the configuration
     * @param missing which tables are not as they should be, and where
     */
    public static BackfillException refused(String database, String missing, DatabaseException why) {
        return new BackfillException(
                ErrorCode.PREFLIGHT_REFUSED,
                "database " + database + ": " + missing + ", and the connected user may not create them: "
                        + why.getMessage(),
                "have a DBA run the output of: backfill schema NAME",
                why);
    }
}
