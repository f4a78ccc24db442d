package dev.backfill.engine;

import dev.backfill.batch.Stages;
import dev.backfill.chunk.ChunkLoop;
import dev.backfill.chunk.ChunkLoop.Step;
import dev.backfill.chunk.ChunkLoop.Turn;
import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Controls;
import dev.backfill.chunk.Moment;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.TransactionOptions;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.ledger.TableClaim;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.preflight.Preflight;
import dev.backfill.run.Lease;
import dev.backfill.run.Pace;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the steps of a run's job do. */
final class EngineStages implements Stages {
    private static final Set<String> PASSING = Set.of(FindingCode.STANDBY, FindingCode.READ_ONLY);

    private final RunContext run;
    private final Controls controls;
    private final ChunkLoop loop;
    private final Pace pace;
    private final ChunkProbe probe;
    private final Lease lease;
    private final Steering steering;
    private final RunVerification verification;
    private final @Nullable Double canary;
    private final Set<Integer> left = new HashSet<>();
    private volatile @Nullable RuntimeException failure;

    EngineStages(
            RunContext run,
            Controls controls,
            ChunkLoop loop,
            Pace pace,
            ChunkProbe probe,
            Lease lease,
            Steering steering,
            @Nullable Double canary) {
        this.run = run;
        this.controls = controls;
        this.loop = loop;
        this.pace = pace;
        this.probe = probe;
        this.lease = lease;
        this.steering = steering;
        this.verification = new RunVerification(run, controls, steering);
        this.canary = canary;
    }

    /** Why the latest stage failed. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    @Override
    public void preflight() {
        guarded(() -> {
            loop.reread();
            List<Finding> lost = Preflight.recheck(run.plan(), run.database());
            if (lost.stream().map(Finding::code).anyMatch(PASSING::contains)) {
                // in the midst of a fail-over, which is waited for like a server that starts
                throw new DatabaseException(
                        FailureClass.CONNECTION, null, lost.get(0).saw(), false, null);
            }
            if (!lost.isEmpty()) {
                throw Refusals.of(lost);
            }
        });
    }

    @Override
    public List<Integer> partitions() {
        return begun(
                IntStream.rangeClosed(1, run.plan().partitions().size()).boxed().toList());
    }

    @Override
    public List<Integer> sweeps() {
        if (canary != null) {
            return begun(List.of());
        }
        return begun(guarded(
                () -> new Sweep(run.id(), run.plan(), run.database(), run.target(), run.ledger()).partitions()));
    }

    private synchronized List<Integer> begun(List<Integer> partitions) {
        left.clear();
        left.addAll(partitions);
        run.listener().on(new RunSignal.PartitionsLeft(left.size()));
        return partitions;
    }

    private synchronized void through(int partition) {
        left.remove(partition);
        run.listener().on(new RunSignal.PartitionsLeft(left.size()));
    }

    @Override
    public Turn chunk(int partition) throws InterruptedException {
        steering.look();
        Turn turn = loop.next(partition);
        if (turn.result() != null) {
            probe.at(Moment.BEFORE_METADATA);
        }
        if (turn.step() == Step.DONE) {
            through(partition);
        }
        return turn;
    }

    @Override
    public void counted() {
        probe.at(Moment.AFTER_METADATA);
    }

    @Override
    public void verify() {
        guarded(() -> {
            pace.end();
            run.change(lease, RunState.VERIFYING, null);
            if (canary == null) {
                refuseIfUndone();
                verification.all();
            } else {
                verification.canary(canary);
            }
        });
    }

    /** A crash of the server may have taken the last chunks of a partition that this process believes to be done. */
    private void refuseIfUndone() {
        // a durable write: whatever the server still held in memory of the chunks is flushed with it
        List<Integer> undone = run.database().transact(TransactionOptions.CONTROL, session -> {
            new TableClaim(run.database().home())
                    .take(session, run.target().written().name(), run.id(), lease.epoch());
            return run.ledger().checkpoints(session, run.id()).stream()
                    .filter(checkpoint -> !checkpoint.done())
                    .map(Checkpoint::partition)
                    .toList();
        });
        if (!undone.isEmpty()) {
            throw new DatabaseException(
                    FailureClass.CONNECTION,
                    null,
                    "the server crashed and lost the end of partitions " + undone + "; they are done again",
                    false,
                    null);
        }
    }

    @Override
    public void close() {
        guarded(() -> {
            run.database().transact(TransactionOptions.CONTROL, session -> {
                new TableClaim(run.database().home()).release(session, run.id(), lease.epoch());
                return true;
            });
            run.change(lease, RunState.SUCCEEDED, null);
        });
    }

    @Override
    public boolean stopping() {
        return controls.stopping();
    }

    /** Forgets an earlier launch's failure. */
    void forget() {
        failure = null;
    }

    private void guarded(Runnable stage) {
        guarded(() -> {
            stage.run();
            return true;
        });
    }

    private <T> T guarded(Supplier<T> stage) {
        try {
            return stage.get();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }
}
