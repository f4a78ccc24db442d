package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Retry;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.definition.Limits;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.SqlLedger;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanCodec;
import dev.backfill.plan.Planner;
import dev.backfill.preflight.Examination;
import dev.backfill.preflight.Preflight;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import java.math.BigDecimal;
import java.util.List;

/** What is special about a run that works on the rows alone that failed in another: which they are, and what allows it. */
final class Retries {
    /** Each of its rows is known to be one that may fail; failing again is no news. */
    private static final DeadLetterLimit ALL = new DeadLetterLimit.Share(BigDecimal.valueOf(100));

    private Retries() {}

    /** The definition as a retry runs it. */
    static Backfill tolerant(Backfill backfill) {
        Limits limits = backfill.limits();
        return backfill.withLimits(new Limits(limits.rowsPerSecond(), ALL, limits.maxRetriesPerMinute()));
    }

    /** The plan of a stored run. */
    static Plan plan(RunRecord run, Backfill current) {
        return PlanCodec.decode(run.plan(), PlanCodec.retryOf(run.plan()) == null ? current : tolerant(current));
    }

    /** The statements of a planned run, with the key as planned, whatever the primary key is by now. */
    static Target target(Plan plan, RunId run, Database database) {
        RunId of = plan.retryOf();
        return database.target(
                database.describe(plan.backfill().table()),
                plan.backfill().withKey(plan.key()),
                of == null ? null : new Retry(of.value(), run.value()));
    }

    /** The plan may be {@link Plan#refused()}. */
    static Plan plan(Backfill backfill, RunId of, Database database) {
        Backfill tolerant = tolerant(backfill);
        Examination examination = Preflight.examine(tolerant, database, of);
        return Planner.plan(tolerant, examination.survey(), examination.findings(), of);
    }

    /** How many rows there are to retry. Ledgers of an older version get what they lack. */
    static long rows(RunId of, Database database) {
        if (!database.home().installed(OwnTables.LEDGER)) {
            return 0;
        }
        database.home().install(OwnTables.LEDGER);
        SqlLedger ledger = new SqlLedger(database.home());
        return database.transact(TransactionOptions.READING, session -> ledger.unsettled(session, of));
    }

    /**
     * @param executing false for a dry run, which another run's hold on the table does not concern
     */
    static void refuseUnlessPossible(RunRecord of, Backfill backfill, Database database, boolean executing) {
        Starting.refuseIfWorkedOn(
                of,
                "so which rows fail is not known yet",
                "wait for its end (backfill watch " + of.id() + "), or pause it first (backfill pause " + of.id()
                        + " --reason TEXT)");
        if (executing && of.state().holdsTable()) {
            throw new BackfillException(
                    ErrorCode.RUN_STATE_CONFLICT,
                    "run " + of.id() + " is " + of.state() + " and holds table " + of.table()
                            + "; its rows can be retried once it has ended",
                    "let it go on to its end (backfill resume " + of.id() + "), or end it (backfill abort " + of.id()
                            + " --reason TEXT); then retry. A dry run is possible now");
        }
        Table table = database.describe(backfill.table());
        List<String> key = table.keyNames(backfill.key());
        List<String> planned = PlanCodec.key(of.plan());
        require(of, backfill, "database", of.database(), database.name());
        require(of, backfill, "table", of.table(), table.name().toString());
        require(of, backfill, "key", String.join(", ", planned), String.join(", ", key));
    }

    private static void require(RunRecord of, Backfill backfill, String what, String then, String now) {
        if (!then.equals(now)) {
            throw new BackfillException(
                    ErrorCode.DEFINITION_CHANGED,
                    backfill.source().at(what) + ": the rows that failed in run " + of.id() + " are known by " + what
                            + " " + then + "; found " + what + " " + now,
                    "put " + what + " back as it was; what is done to the rows may have changed");
        }
    }
}
