package dev.backfill.engine;

import dev.backfill.batch.Workers;
import dev.backfill.chunk.Canary;
import dev.backfill.chunk.ChunkLoop;
import dev.backfill.chunk.Controls;
import dev.backfill.chunk.StopRequest;
import dev.backfill.database.TransactionOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.ledger.CommittedChunk;
import dev.backfill.ledger.TableClaim;
import dev.backfill.ledger.Totals;
import dev.backfill.run.Lease;
import dev.backfill.run.Pace;
import dev.backfill.run.RunRecord;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.throttle.Circuit;
import dev.backfill.throttle.Guards;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process working on one run, from taking the lease to letting it go. */
final class RunProcess {
    private static final Logger LOG = LoggerFactory.getLogger(RunProcess.class);

    private final RunContext run;
    private final Lease lease;
    private final Controls controls;
    private final Pace pace;
    private final RunContext told;
    private final Steering steering;
    private final Launches launches;
    private final GuardWatch watch;
    private final Notes notes;

    RunProcess(RunContext run, RunRecord record, Lease lease, EngineOptions options) {
        this.lease = lease;
        this.controls = new Controls(record.settings());
        Totals done = run.database()
                .transact(TransactionOptions.READING, s -> run.ledger().totals(s, run.id()));
        this.pace = new Pace(
                System::nanoTime,
                record.pulse(),
                Math.max(0, record.estimatedRows() - done.scanned()),
                record.settings().workers());
        this.run = run;
        this.steering = new Steering(
                run.backfill(), run.database().rowsPerSecond(), options.clock(), controls, pace, run::note);
        this.notes = new Notes(run.store(), run.id());
        this.watch = new GuardWatch(
                run.database().health(run.target().written()),
                options.guarded()
                        ? Guards.of(
                                run.backfill(), run.database().capabilities().withoutSignal(), System::nanoTime)
                        : List.of(),
                controls,
                run.backfill().chunk(),
                notes::pace,
                run.circuit());
        this.told =
                run.tellingAlso(pace).tellingAlso(watch).tellingAlso(steering).tellingAlso(notes);
        ChunkLoop.Setting setting = new ChunkLoop.Setting(
                run.id(),
                run.backfill(),
                run.database(),
                run.target(),
                run.ledger(),
                lease.epoch(),
                run.plan().partitions().size(),
                run.plan().estimate().rows(),
                run.circuit());
        ChunkLoop loop =
                new ChunkLoop(setting, controls, told.listener(), options.probe(), done.dead(), canary(record));
        this.launches = new Launches(
                run,
                new EngineStages(told, controls, loop, pace, options.probe(), lease, steering, record.canary()),
                controls,
                lease);
    }

    private Canary canary(RunRecord record) {
        Double share = record.canary();
        if (share == null) {
            return Canary.NONE;
        }
        int partitions = run.plan().partitions().size();
        Map<Integer, Long> scanned = new HashMap<>();
        for (int partition = 1; partition <= partitions; partition++) {
            int number = partition;
            List<CommittedChunk> chunks = run.database()
                    .transact(TransactionOptions.READING, s -> run.ledger().chunks(s, run.id(), number));
            scanned.put(
                    number, chunks.stream().mapToLong(c -> c.result().scanned()).sum());
        }
        return new Canary(Canary.quota(share, run.plan().estimate().rows(), partitions), scanned);
    }

    /** Works until the run has ended or stopped, and stores what became of it. */
    void work() {
        Circuit.Subscription outages = run.circuit().subscribe(this::tell);
        try (Workers workers = new Workers(controls.settings().workers());
                watch;
                Heartbeat heartbeat =
                        new Heartbeat(lease, controls, workers, steering, told.listener(), notes::write, keeper())) {
            told.listener().on(new RunSignal.SettingsChanged(controls.settings()));
            heartbeat.start();
            watch.start(told.listener());
            // work on a thread of its own, so that an interrupt of this one asks for a pause and breaks nothing
            CompletableFuture<Void> work = new CompletableFuture<>();
            Thread thread = new Thread(() -> complete(work, workers), "backfill-run");
            thread.start();
            await(work);
        } finally {
            outages.close();
        }
        notes.write();
        lease.release();
    }

    /** The circuit that the heartbeat knows something about; null if it beats in another database. */
    private @Nullable Circuit keeper() {
        return run.control() == run.database() ? run.circuit() : null;
    }

    private void tell(Circuit.State state) {
        told.listener().on(new RunSignal.CircuitChanged(state.open(), state.text()));
    }

    private void complete(CompletableFuture<Void> work, Workers workers) {
        try {
            launches.work(workers).ifPresent(this::stop);
            work.complete(null);
        } catch (RuntimeException | Error e) {
            work.completeExceptionally(e);
        }
    }

    private void await(CompletableFuture<Void> work) {
        boolean interrupted = false;
        while (true) {
            try {
                work.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                controls.stop(new StopRequest(StopRequest.Kind.PAUSE, "this process was asked to end", null));
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(StopRequest request) {
        boolean over = run.store().find(run.id()).map(r -> r.state().isFinal()).orElse(false);
        if (over && request.kind() != StopRequest.Kind.FENCED && lease.held()) {
            // the wish to stop came when all was done
            return;
        }
        if (request.cause() != null) {
            LOG.error("run {} stops: {}", run.id(), request.reason(), request.cause());
        }
        switch (request.kind()) {
            case CANARY -> told.endCanary(lease, request.reason());
            case PAUSE -> told.change(lease, RunState.PAUSED, request.reason());
            case FAIL -> told.change(lease, RunState.FAILED, request.reason());
            case ABORT -> {
                told.change(lease, RunState.ABORTED, request.reason());
                run.database().transact(TransactionOptions.CONTROL, session -> {
                    new TableClaim(run.database().home()).release(session, run.id(), lease.epoch());
                    return true;
                });
            }
            case FENCED ->
                throw new BackfillException(ErrorCode.FENCED, request.reason(), "see: backfill status " + run.id());
        }
    }

    /** For messages: the process and where it runs. */
    static String owner() {
        ProcessHandle self = ProcessHandle.current();
        String host = System.getenv().getOrDefault("HOSTNAME", "localhost");
        return "process " + self.pid() + " on " + host;
    }
}
