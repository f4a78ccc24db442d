package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.Position;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import dev.backfill.error.BackfillException;
import dev.backfill.error.Counted;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.SqlLedger;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import dev.backfill.verify.CopyFaults;
import dev.backfill.verify.Verifier;
import java.util.List;
import java.util.Optional;

/**
 * What is special about a run that mends the rows that verification of another found wrong: it is a retry of these rows.
 * Their keys stand in the ledger as dead letters do, under a name that no run has, so that those of the verified run stay
 * what they are.
 */
final class Repairs {
    private static final String FOUND = ":found-";

    private Repairs() {}

    /** The run that was verified, if the name is that of rows found by its verification. */
    static Optional<RunId> verified(RunId rows) {
        int at = rows.value().indexOf(FOUND);
        return at < 0 ? Optional.empty() : Optional.of(new RunId(rows.value().substring(0, at)));
    }

    static void refuseUnlessCopy(RunRecord of, Backfill backfill) {
        if (!(backfill.work() instanceof Work.Copy)) {
            throw new BackfillException(
                    ErrorCode.RUN_STATE_CONFLICT,
                    "run " + of.id() + " is of " + backfill.name() + ", which copies nothing; expected a copy",
                    "start a new run where rows need the work: backfill run " + backfill.name() + " --execute");
        }
    }

    /** Those that were found would be mended, and others that are wrong not. */
    static void refuseIfTooMany(RunId of, CopyFaults faults) {
        if (faults.more()) {
            throw new BackfillException(
                    ErrorCode.RUN_STATE_CONFLICT,
                    "more rows of run " + of + " are wrong than are mended one by one: at least "
                            + Counted.number(
                                    faults.missing().size() + faults.differing().size())
                            + " are missing or differ",
                    "find out what happened to the table that is written, and start a new run, which writes what it lacks");
        }
    }

    static CopyFaults find(Plan plan, Database database, RunId of) {
        return Verifier.faults(plan, database, Retries.target(plan, of, database), new SqlLedger(database.home()), of);
    }

    static boolean overwrites(Backfill backfill) {
        return backfill.work() instanceof Work.Copy copy && copy.onConflict() == OnConflict.UPDATE;
    }

    /**
     * Writes the keys into the ledger.
     *
     * @return the name under which they stand there
     */
    static RunId record(Database database, RunId of, List<Position> keys) {
        SqlLedger ledger = new SqlLedger(database.home());
        return database.transact(TransactionOptions.READING, session -> {
            RunId rows = new RunId(of.value() + FOUND + session.now().toEpochMilli());
            ledger.select(session, rows, keys, "found wrong by the verification of " + of);
            return rows;
        });
    }
}
