package dev.backfill.ledger;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.Session;
import dev.backfill.definition.TableName;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunId;
import java.util.List;

/** One run at a time per table, kept in the target database; its epoch shuts out processes that were taken over. */
public final class TableClaim {
    private final String look;
    private final String find;
    private final String insert;
    private final String raise;
    private final String release;
    private final String releaseOwn;

    public TableClaim(Database.Home home) {
        String claim = home.table("backfill_claim");
        look = "SELECT run_id FROM " + claim + " WHERE table_name = ?";
        find = look + home.locking();
        insert = "INSERT INTO " + claim + " (table_name, run_id, epoch) VALUES (?, ?, ?)";
        raise = "UPDATE " + claim + " SET epoch = ? WHERE table_name = ? AND run_id = ? AND epoch <= ?";
        release = "DELETE FROM " + claim + " WHERE run_id = ?";
        releaseOwn = release + " AND epoch = ?";
    }

    /**
     * For before a run is recorded; whoever begins at the same moment is met by {@link #take}.
     *
     * @throws BackfillException if a run has the table
     */
    public void refuseIfTaken(Session session, TableName table) {
        session.query(look, row -> row.string(1), table.toString()).stream()
                .findFirst()
                .ifPresent(holder -> {
                    throw busy(table, holder);
                });
    }

    /**
     * Takes the table for the run, or raises the epoch if the run already has it.
     *
     * @throws BackfillException if another run has the table, or the run has a newer epoch
     */
    public void take(Session session, TableName table, RunId run, long epoch) {
        List<String> holders = session.query(find, row -> row.string(1), table.toString());
        if (holders.isEmpty()) {
            insert(session, table, run, epoch);
        } else if (!holders.get(0).equals(run.value())) {
            throw busy(table, holders.get(0));
        } else if (session.update(raise, epoch, table.toString(), run.value(), epoch) == 0) {
            throw new BackfillException(
                    ErrorCode.FENCED,
                    "run " + run + " was taken over by another process",
                    "see: backfill status " + run);
        }
    }

    private void insert(Session session, TableName table, RunId run, long epoch) {
        try {
            session.update(insert, table.toString(), run.value(), epoch);
        } catch (DatabaseException e) {
            if (e.duplicateKey()) {
                throw busy(table, "that began at the same moment");
            }
            throw e;
        }
    }

    private static BackfillException busy(TableName table, String holder) {
        return new BackfillException(
                ErrorCode.TABLE_BUSY,
                "table " + table + " is held by run " + holder + "; one run at a time may work on a table",
                "finish or end that one first: backfill resume " + holder + ", or backfill abort " + holder
                        + " --reason TEXT");
    }

    /** Lets go of the table, unless the run has a newer epoch. */
    public void release(Session session, RunId run, long epoch) {
        session.update(releaseOwn, run.value(), epoch);
    }

    /** Lets go of the table, whichever process had it. */
    public void release(Session session, RunId run) {
        session.update(release, run.value());
    }
}
