package dev.backfill.run;

/**
 * Hears what happens in this process. Called by worker threads, several at once; must be fast and thread-safe. An
 * exception from it is logged and otherwise ignored: nothing that watches can disturb a run.
 */
@FunctionalInterface
public interface RunListener {
    void on(RunSignal signal);
}
