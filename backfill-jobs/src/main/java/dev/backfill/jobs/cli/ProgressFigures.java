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

    /** State, rate, time to go, and what slows or stopped the run; whatever held it back is named once. */
    String condition() {
        RunStatus status = stored.get();
        String slowed = heldBack.getAndSet(null);
        if (status == null) {
            return slowed == null ? "" : "held back: " + slowed;
        }
        return status.state() + pace(status) + why(status, slowed);
    }

    private static String pace(RunStatus status) {
        if (status.state() != RunState.RUNNING) {
            return "";
        }
        String left = status.etaSeconds() == null ? "unknown time" : Figures.seconds(status.etaSeconds());
        return " " + Figures.count(Math.round(status.rowsPerSecond())) + " rows/s, " + left + " to go";
    }

    private static String why(RunStatus status, @Nullable String slowed) {
        if (status.state() != RunState.RUNNING) {
            return status.reason() == null ? "" : ": " + status.reason();
        }
        String held = status.reason() == null ? slowed : status.reason();
        return held == null ? "" : ", held back: " + held;
    }

    /** All in one line: which run, how far, and what it does. */
    String line() {
        RunStatus status = stored.get();
        String condition = condition();
        if (status == null) {
            return title + ": " + Figures.count(scanned(), "row") + " seen"
                    + (condition.isEmpty() ? "" : ", " + condition);
        }
        long dead = status.rows().dead();
        return status.run() + ": " + Figures.percent(status.progress()) + ", " + Figures.count(scanned()) + " of "
                + Figures.count(estimated(), "row")
                + (dead == 0 ? "" : ", " + Figures.count(dead, "dead letter"))
                + ", " + condition;
    }

    /** What a reader of lines must not miss. */
    @Nullable
    RunState state() {
        RunStatus status = stored.get();
        return status == null ? null : status.state();
    }
}
