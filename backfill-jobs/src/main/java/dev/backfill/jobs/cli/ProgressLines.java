package dev.backfill.jobs.cli;

import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** For pipes and logs: one line at each change of state, and every few seconds between. */
final class ProgressLines implements Progress {
    private static final long PERIOD = Duration.ofSeconds(5).toNanos();

    private final ProgressFigures figures;
    private final Console console;
    private final LongSupplier nanoClock;
    private long printedAt;
    private @Nullable RunState printedState;

    ProgressLines(ProgressFigures figures, Console console, LongSupplier nanoClock) {
        this.figures = figures;
        this.console = console;
        this.nanoClock = nanoClock;
        this.printedAt = nanoClock.getAsLong();
    }

    @Override
    public void on(RunSignal signal) {
        figures.on(signal);
        printIfDue();
    }

    @Override
    public void observe(RunStatus status) {
        figures.observe(status);
        printIfDue();
    }

    private synchronized void printIfDue() {
        RunState state = figures.state();
        if (state != printedState || nanoClock.getAsLong() - printedAt >= PERIOD) {
            console.say(figures.line());
            printedAt = nanoClock.getAsLong();
            printedState = state;
        }
    }

    @Override
    public void close() {
        // each line stands for itself
    }
}
