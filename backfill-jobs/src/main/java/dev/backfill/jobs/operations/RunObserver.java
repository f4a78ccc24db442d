package dev.backfill.jobs.operations;

import dev.backfill.run.RunListener;
import dev.backfill.run.RunStatus;

/** Sees a run that this process executes: each signal, and about once a second the stored state. */
public interface RunObserver extends RunListener {
    /** Called by one thread at a time; the last time with the state the run ended in. */
    void observe(RunStatus status);
}
