package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.OwnTables;
import dev.backfill.database.TransactionOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.ledger.SqlLedger;
import dev.backfill.ledger.Totals;
import dev.backfill.run.Pulse;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import org.jspecify.annotations.Nullable;

/** Puts together what the control database and the ledger know of a run. */
final class Statuses {
    private static final Totals UNKNOWN = new Totals(0, 0, 0, 0, 0, 0);

    private Statuses() {}

    /**
     * @param target null if it is no longer configured
     */
    static RunStatus of(RunRecord run, @Nullable Database target) {
        Totals totals = UNKNOWN;
        String unknown = null;
        try {
            if (target == null) {
                unknown = "database " + run.database() + " is no longer configured, so its ledger cannot be read";
            } else if (target.home().installed(OwnTables.LEDGER)) {
                SqlLedger ledger = new SqlLedger(target.home());
                totals = target.transact(TransactionOptions.READING, s -> ledger.totals(s, run.id()));
            }
        } catch (DatabaseException | BackfillException e) {
            unknown = e.getMessage();
        }
        return of(run, totals, unknown);
    }

    private static RunStatus of(RunRecord run, Totals totals, @Nullable String unknown) {
        boolean working = run.leased() && !run.state().isFinal();
        Pulse pulse = run.pulse();
        double active = pulse.activeMillis() / 1000.0;
        double rate = working ? pulse.rowsPerSecond() : active > 0 ? totals.scanned() / active : 0;
        return new RunStatus(
                run.id(),
                run.backfill(),
                RunMode.EXECUTE,
                run.state(),
                unknown == null ? reason(run) : unknown,
                new RunStatus.Rows(
                        run.estimatedRows(), totals.scanned(), totals.changed(), totals.unchanged(), totals.dead()),
                totals.chunks(),
                new RunStatus.Partitions(totals.partitions(), totals.partitionsDone()),
                progress(run, totals),
                rate,
                run.state() == RunState.SUCCEEDED ? Long.valueOf(0) : working ? pulse.etaSeconds() : null,
                run.settings(),
                run.startedAt(),
                run.endedAt(),
                active,
                pulse.throttledMillis() / 1000.0,
                VerificationCodec.decode(run.verification()),
                run.temporary() == null || run.settings().equals(run.temporary().after()) ? null : run.temporary(),
                run.canary());
    }

    private static @Nullable String reason(RunRecord run) {
        return switch (run.state()) {
            case RUNNING, PAUSING, VERIFYING ->
                run.leased()
                        ? run.pulse().slowedBy()
                        : "no process is working on it; the last one was " + run.owner()
                                + ". Go on with: backfill resume " + run.id();
            case PLANNED, PAUSED, SUCCEEDED, FAILED, ABORTED -> run.reason();
        };
    }

    private static double progress(RunRecord run, Totals totals) {
        boolean done = totals.partitions() > 0 && totals.partitions() == totals.partitionsDone();
        if (run.state() == RunState.SUCCEEDED || done) {
            return 1;
        }
        return run.estimatedRows() == 0 ? 0 : Math.min(0.999, (double) totals.scanned() / run.estimatedRows());
    }
}
