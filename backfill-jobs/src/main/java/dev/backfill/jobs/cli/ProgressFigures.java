package dev.backfill.jobs.cli;

import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.ChunkCommitted;
import dev.backfill.run.RunSignal.Retried;
import dev.backfill.run.RunSignal.Throttled;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is known about a run in this moment. A dry run has no stored state, so its rows are counted here. Thread-safe. */
final class ProgressFigures {
    private final String title;
    private final AtomicLong counted = new AtomicLong();
    private final AtomicReference<@Nullable RunStatus> stored = new AtomicReference<>();
    private final AtomicReference<@Nullable String> heldBack = new AtomicReference<>();

    ProgressFigures(String title) {
        this.title = title;
    }

    void on(RunSignal signal) {
        if (signal instanceof ChunkCommitted chunk) {
            counted.addAndGet(chunk.scanned());
        } else if (signal instanceof Throttled throttled) {
            heldBack.set(throttled.reason());
        } else if (signal instanceof Retried retried) {
            heldBack.set("retry: " + retried.message());
        }
    }

    void observe(RunStatus status) {
        stored.set(status);
    }

    long scanned() {
        RunStatus status = stored.get();
        return status == null ? counted.get() : status.rows().scanned();
    }

    /** −1 while it is not known. */
    long estimated() {
        RunStatus status = stored.get();
        return status == null
                ? -1
                : Math.max(status.rows().estimated(), status.rows().scanned());
    }

    /** Rate, time to go, state, and what slows the run; whatever held it back is named once. */
    String condition() {
        RunStatus status = stored.get();
        String slowed = heldBack.getAndSet(null);
        if (status == null) {
            return slowed == null ? "" : "held back by " + slowed;
        }
        StringBuilder text = new StringBuilder();
        if (status.state() == RunState.RUNNING) {
            text.append(Figures.count(Math.round(status.rowsPerSecond()))).append(" rows/s, ");
            text.append(status.etaSeconds() == null ? "?" : Figures.seconds(status.etaSeconds()))
                    .append(" to go, ");
        }
        text.append(status.state());
        String reason = status.reason() == null && status.state() == RunState.RUNNING ? slowed : status.reason();
        return reason == null ? text.toString() : text + ": " + reason;
    }

    /** All in one line. */
    String line() {
        RunStatus status = stored.get();
        String name = status == null ? title : status.run().value();
        String share = status == null ? "" : Figures.percent(status.progress()) + " ";
        String of = estimated() < 0 ? "" : " of " + Figures.count(estimated());
        String condition = condition();
        return name + " " + share + Figures.count(scanned()) + of
                + (Math.max(scanned(), estimated()) == 1 ? " row" : " rows")
                + (condition.isEmpty() ? "" : ", " + condition);
    }

    /** What a reader of lines must not miss. */
    @Nullable
    RunState state() {
        RunStatus status = stored.get();
        return status == null ? null : status.state();
    }
}
