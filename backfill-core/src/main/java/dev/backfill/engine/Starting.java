package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.GuardSetting;
import dev.backfill.definition.TableName;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.TableClaim;
import dev.backfill.plan.Fingerprint;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanCodec;
import dev.backfill.run.Lease;
import dev.backfill.run.NewRun;
import dev.backfill.run.RunId;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything between wanting to run and the first chunk: the record, the lease, the claim on the table. */
final class Starting {
    private static final Logger LOG = LoggerFactory.getLogger(Starting.class);
    private static final long GLANCE_MILLIS = 250;

    /** No transaction of control data is left alone for longer, but on MySQL, and one wait for its lock. */
    private static final Duration SUSPENDED =
            TransactionOptions.CONTROL.statementTimeout().plus(TransactionOptions.CONTROL.lockTimeout());

    private Starting() {}

    static RunId create(RunStore store, Plan plan, Database database, RunOptions options, String actor) {
        Backfill backfill = plan.backfill();
        return store.create(
                new NewRun(
                        backfill.name(),
                        database.name(),
                        database.describe(backfill.table()).name().toString(),
                        PlanCodec.encode(plan),
                        plan.definitionFingerprint(),
                        plan.estimate().rows(),
                        options.settings(backfill),
                        options.canary()),
                actor);
    }

    /** A run that could not begin is no run: it would stand in every list. */
    static void refuseIfTaken(Plan plan, Database database) {
        TableName written = database.target(database.describe(plan.backfill().table()), plan.backfill())
                .written()
                .name();
        database.transact(TransactionOptions.CONTROL, session -> {
            new TableClaim(database.home()).refuseIfTaken(session, written);
            return true;
        });
    }

    static void refuseUnlessResumable(RunRecord run, Backfill backfill) {
        if (run.state().isFinal()) {
            throw new BackfillException(
                    ErrorCode.RUN_STATE_CONFLICT,
                    "run " + run.id() + " is " + run.state() + "; there is nothing to resume",
                    "start a new run: backfill run " + run.backfill() + " --execute");
        }
        refuseIfChanged(run, backfill);
    }

    /** A check beside a process at work would judge chunks that are not done yet. */
    static void refuseIfWorkedOn(RunRecord run) {
        refuseIfWorkedOn(
                run,
                "so there is no end to verify yet",
                "it verifies itself at its end: wait for that (backfill watch " + run.id()
                        + "), or pause it first (backfill pause " + run.id() + " --reason TEXT)");
    }

    static void refuseIfWorkedOn(RunRecord run, String so, String hint) {
        boolean moves =
                switch (run.state()) {
                    case RUNNING, PAUSING, VERIFYING -> true;
                    case PLANNED, PAUSED, SUCCEEDED, FAILED, ABORTED -> false;
                };
        if (moves && run.leased()) {
            throw new BackfillException(
                    ErrorCode.RUN_STATE_CONFLICT,
                    "run " + run.id() + " is " + run.state() + ": " + run.owner() + " works on it, " + so,
                    hint);
        }
    }

    /** While all runs are stopped none may begin or go on: somebody is putting out a fire. */
    static void refuseIfStopped(RunStore store) {
        store.stop().ifPresent(stop -> {
            throw new BackfillException(
                    ErrorCode.STOPPED_FOR_ALL,
                    "database " + store.control() + " is " + stop.text(),
                    "nothing was started; ask " + stop.by() + " before you lift it");
        });
    }

    static void refuseIfChanged(RunRecord run, Backfill backfill) {
        if (!Fingerprint.of(backfill).equals(run.definitionFingerprint())) {
            throw new BackfillException(
                    ErrorCode.DEFINITION_CHANGED,
                    backfill.source().file() + ": the definition of " + backfill.name()
                            + " was edited after run " + run.id()
                            + " was planned, in what it writes: database, table, key, where, set, transform or copy",
                    "put the definition back as it was, or end this run (backfill abort " + run.id()
                            + " --reason TEXT) and start a new one");
        }
    }

    /** Takes the lease, shuts out earlier processes, and puts the run into state RUNNING. */
    static RunProcess begin(RunContext run, boolean takeOver, String actor, EngineOptions options) {
        Lease lease = lease(run, takeOver);
        try {
            claim(run, lease);
        } catch (BackfillException | DatabaseException e) {
            letGo(run, lease, e);
            throw e;
        }
        RunRecord record = run.store().find(run.id()).orElseThrow();
        if (record.state() == RunState.RUNNING) {
            run.store().note(run.id(), actor, "resume", "by " + RunProcess.owner());
        } else {
            lease.change(RunState.RUNNING, null, actor);
        }
        List<String> settings =
                run.backfill().guardSettings().stream().map(GuardSetting::text).toList();
        if (!settings.isEmpty()) {
            run.note("guards", String.join("; ", settings));
        }
        run.listener().on(new RunSignal.StateChanged(run.id(), RunState.RUNNING, ""));
        return new RunProcess(run, record, lease, options);
    }

    private static void letGo(RunContext run, Lease lease, RuntimeException why) {
        try {
            boolean neverBegan = run.store().find(run.id()).orElseThrow().state() == RunState.PLANNED;
            if (neverBegan) {
                run.store().change(run.id(), RunState.ABORTED, why.getMessage(), RunStore.ENGINE);
            }
            lease.release();
        } catch (DatabaseException e) {
            // the lease runs out by itself; why it was let go matters more
            why.addSuppressed(e);
        }
    }

    private static void claim(RunContext run, Lease lease) {
        run.database().transact(TransactionOptions.CONTROL, session -> {
            new TableClaim(run.database().home())
                    .take(session, run.target().written().name(), run.id(), lease.epoch());
            if (run.ledger().checkpoints(session, run.id()).isEmpty()) {
                run.ledger().addPartitions(session, run.id(), run.plan().partitions());
            }
            return true;
        });
    }

    /** Waits for the lease of a process that does not renew it; one that does is alive. */
    private static Lease lease(RunContext run, boolean takeOver) {
        RunRecord before = run.store().find(run.id()).orElseThrow();
        Instant until = before.leaseUntil();
        RunRecord now = before;
        if (!takeOver && now.leased()) {
            LOG.warn(
                    "run {} is held by {}; waiting up to {} s for its lease to run out",
                    run.id(),
                    now.owner(),
                    Lease.LENGTH.toSeconds());
        }
        while (!takeOver && now.leased() && until != null && until.equals(now.leaseUntil())) {
            try {
                Thread.sleep(GLANCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            now = run.store().find(run.id()).orElseThrow();
        }
        return patiently(run, takeOver);
    }

    /** A process that was suspended in a heartbeat holds the run's row until its server ends the transaction. */
    private static Lease patiently(RunContext run, boolean takeOver) {
        long until = System.nanoTime() + SUSPENDED.toNanos();
        while (true) {
            try {
                return Lease.take(run.store(), run.id(), RunProcess.owner(), takeOver);
            } catch (DatabaseException e) {
                if (e.failureClass() != FailureClass.CONTENTION || System.nanoTime() > until) {
                    throw e;
                }
                LOG.warn("the record of run {} is locked; waiting for it: {}", run.id(), e.getMessage());
            }
        }
    }
}
