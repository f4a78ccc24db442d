package dev.backfill.engine;

import dev.backfill.batch.BatchRuntime;
import dev.backfill.batch.Workers;
import dev.backfill.chunk.Controls;
import dev.backfill.chunk.StopRequest;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.run.Lease;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches of a run's job: again when a database went away between chunks, where no chunk could wait for it. */
final class Launches {
    private static final Logger LOG = LoggerFactory.getLogger(Launches.class);
    /** As long as a chunk waits for its database. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration BETWEEN_LAUNCHES = Duration.ofSeconds(1);

    private final RunContext run;
    private final EngineStages stages;
    private final Controls controls;
    private final Lease lease;

    Launches(RunContext run, EngineStages stages, Controls controls, Lease lease) {
        this.run = run;
        this.stages = stages;
        this.controls = controls;
        this.lease = lease;
    }

    /**
     * Works until all is done, or it is to stop.
     *
     * @return how it is to stop; empty if all is done
     */
    Optional<StopRequest> work(Workers workers) {
        BatchRuntime batch = null;
        long failingSince = 0;
        while (true) {
            RuntimeException failure;
            try {
                stages.forget();
                refuseUnlessHeld();
                batch = batch == null ? new BatchRuntime(run.control()) : batch;
                long begin = System.nanoTime();
                if (batch.run(run.id(), stages, workers)) {
                    return Optional.empty();
                }
                failure = stages.failure();
                failingSince = System.nanoTime() - begin > PATIENCE.toNanos() ? 0 : failingSince;
            } catch (RuntimeException e) {
                failure = e;
            }
            if (controls.stopRequest().isPresent()) {
                return controls.stopRequest();
            }
            failingSince = failingSince == 0 ? System.nanoTime() : failingSince;
            boolean patient = System.nanoTime() - failingSince < PATIENCE.toNanos();
            boolean passing = failure == null || worthWaiting(failure);
            if (patient && passing) {
                LOG.warn(
                        "run {} goes on in a moment: {}",
                        run.id(),
                        failure == null ? "metadata" : failure.getMessage());
                pauseBriefly();
            } else {
                return Optional.of(
                        passing
                                ? new StopRequest(
                                        StopRequest.Kind.PAUSE, "paused by itself: " + reason(failure), failure)
                                : new StopRequest(StopRequest.Kind.FAIL, reason(failure), failure));
            }
        }
    }

    /** A launch settles what earlier ones left in the metadata: for the run's holder only, who else would disturb it. */
    private void refuseUnlessHeld() {
        if (!lease.held()) {
            controls.stop(new StopRequest(StopRequest.Kind.FENCED, "the run was taken over by another process", null));
        }
        if (controls.stopping() || controls.leaseLapsed()) {
            throw new DatabaseException(
                    FailureClass.CONNECTION, null, "the lease ran out and is not renewed yet", false, null);
        }
    }

    private static boolean worthWaiting(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException e) {
                return switch (e.failureClass()) {
                    case CONNECTION, CAPACITY, CONTENTION -> true;
                    case DATA, DEFINITIVE -> false;
                };
            }
        }
        return false;
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure instanceof BackfillException refused) {
            // whoever reads the status later has no hint beside it
            return String.join(
                    "; ", (refused.getMessage() + "\n" + refused.hint()).lines().toList());
        }
        if (failure instanceof DatabaseException) {
            return String.valueOf(failure.getMessage());
        }
        return failure == null
                ? "Spring Batch could not keep its metadata"
                : "defect: " + failure.getClass().getName();
    }

    private void pauseBriefly() {
        try {
            controls.pause(BETWEEN_LAUNCHES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
