package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.RunObserver;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import java.util.List;

/** Several that watch the same run. */
final class Observers implements RunObserver {
    private final List<RunObserver> all;

    Observers(RunObserver... all) {
        this.all = List.of(all);
    }

    @Override
    public void on(RunSignal signal) {
        all.forEach(each -> each.on(signal));
    }

    @Override
    public void observe(RunStatus status) {
        all.forEach(each -> each.observe(status));
    }
}
