package dev.backfill.jobs.operations;

import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;

/** An observer, and somebody else who hears the signals. */
record Overheard(RunObserver observer, RunListener other) implements RunObserver {
    @Override
    public void on(RunSignal signal) {
        other.on(signal);
        observer.on(signal);
    }

    @Override
    public void observe(RunStatus status) {
        observer.observe(status);
    }
}
