package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.RunObserver;

/** Shows how a run goes on, on standard error. */
interface Progress extends RunObserver, AutoCloseable {
    /** A bar on a terminal, a line every few seconds elsewhere. */
    static Progress on(Console console, String title) {
        ProgressFigures figures = new ProgressFigures(title);
        return console.streams().errTerminal()
                ? new ProgressBars(figures, console.streams().err())
                : new ProgressLines(figures, console, System::nanoTime);
    }

    @Override
    void close();
}
