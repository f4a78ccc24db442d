package dev.backfill.jobs.cli;

import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** For terminals: one line that is drawn again. */
final class ProgressBars implements Progress {
    private static final int REDRAW_MILLIS = 250;
    private static final long UNKNOWN = -1;

    private final ProgressFigures figures;
    private final ProgressBar bar;

    ProgressBars(ProgressFigures figures, PrintStream err) {
        this.figures = figures;
        this.bar = new ProgressBarBuilder()
                .setInitialMax(UNKNOWN)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(err, Console.columns()))
                .build();
    }

    @Override
    public void on(RunSignal signal) {
        figures.on(signal);
        bar.stepTo(figures.scanned());
    }

    @Override
    public void observe(RunStatus status) {
        figures.observe(status);
        if (figures.estimated() >= 0) {
            bar.maxHint(Math.max(1, figures.estimated()));
        }
        bar.stepTo(figures.scanned());
        bar.setExtraMessage(SafeText.escape(figures.condition()));
    }

    @Override
    public void close() {
        bar.close();
    }
}
