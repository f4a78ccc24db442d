package dev.backfill.engine;

import dev.backfill.chunk.Controls;
import dev.backfill.chunk.StopRequest;
import dev.backfill.database.TransactionOptions;
import dev.backfill.error.Counted;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.ledger.Totals;
import dev.backfill.run.Verification;
import dev.backfill.verify.Verifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** The checks at the end of a run or of its canary, made while it may work, and what follows from them. */
final class RunVerification {
    /** How often one that waits looks whether it may go on. */
    private static final Duration HELD_LOOK = Duration.ofMillis(500);

    private final RunContext run;
    private final Controls controls;
    private final Steering steering;

    RunVerification(RunContext run, Controls controls, Steering steering) {
        this.run = run;
        this.controls = controls;
        this.steering = steering;
    }

    /** Of the whole run, which fails if one of them does. */
    void all() {
        Verifier.verify(run.plan(), run.database(), run.target(), run.ledger(), run.id(), this::mayLook)
                .ifPresent(this::verified);
    }

    private void verified(Verification verification) {
        run.store().record(run.id(), VerificationCodec.encode(verification));
        if (verification.state() == Verification.State.FAILED) {
            controls.stop(new StopRequest(StopRequest.Kind.FAIL, "verification failed: " + failed(verification), null));
        }
    }

    private static String failed(Verification verification) {
        return String.join(
                ", ",
                verification.checks().stream()
                        .filter(c -> c.state() == Verification.State.FAILED)
                        .map(c -> c.name() + " (expected " + c.expected() + ", found " + c.actual() + ")")
                        .toList());
    }

    /**
     * Waits while the run's windows are closed or all runs are stopped. Not for guards: a look writes nothing, and what the
     * run has left behind for the database to clean up must not keep it from being verified.
     */
    private boolean mayLook() {
        try {
            steering.look();
            while (controls.held().isPresent() && !controls.stopping()) {
                controls.pause(HELD_LOOK);
                steering.look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            controls.stop(new StopRequest(StopRequest.Kind.PAUSE, "this process was asked to end", null));
        }
        return !controls.stopping();
    }

    /** Never goes on by itself, whatever the checks say. */
    void canary(double share) {
        List<Checkpoint> begun = run
                .database()
                .transact(TransactionOptions.CONTROL, session -> run.ledger().checkpoints(session, run.id()))
                .stream()
                .filter(checkpoint -> checkpoint.upTo() != null)
                .toList();
        Totals totals = run.database()
                .transact(TransactionOptions.READING, s -> run.ledger().totals(s, run.id()));
        Verification verification = Verifier.verifyDone(
                        run.plan(), run.database(), run.target(), run.ledger(), run.id(), this::mayLook)
                .orElse(null);
        if (verification == null) {
            return;
        }
        run.store().record(run.id(), VerificationCodec.encode(verification));
        String failed = failed(verification);
        controls.stop(new StopRequest(
                StopRequest.Kind.CANARY,
                "canary of "
                        + BigDecimal.valueOf(share)
                                .movePointRight(2)
                                .stripTrailingZeros()
                                .toPlainString()
                        + "% done: " + Counted.number(totals.scanned()) + " rows in " + begun.size() + " of "
                        + run.plan().partitions().size() + " partitions, verified: " + verification.state()
                        + (failed.isEmpty() ? "" : ": " + failed) + "; go on with all the rest: backfill resume "
                        + run.id(),
                null));
    }
}
