package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.Target;
import dev.backfill.definition.Backfill;
import dev.backfill.ledger.Ledger;
import dev.backfill.plan.Plan;
import dev.backfill.run.Lease;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStore;
import dev.backfill.throttle.Circuit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run and all that belongs to it. */
record RunContext(
        RunId id,
        Plan plan,
        Database control,
        Database database,
        Target target,
        Ledger ledger,
        RunStore store,
        RunListener listener,
        Circuit circuit) {
    Backfill backfill() {
        return plan.backfill();
    }

    RunContext tellingAlso(RunListener other) {
        return new RunContext(
                id,
                plan,
                control,
                database,
                target,
                ledger,
                store,
                new SafeListener(List.of(other, listener)),
                circuit);
    }

    /** Writes an event of the engine's own. */
    void note(String what, String detail) {
        store.note(id, RunStore.ENGINE, what, detail);
    }

    /** Pauses the run after its canary, then tells. */
    void endCanary(Lease lease, String reason) {
        lease.endCanary(reason, RunStore.ENGINE);
        listener.on(new RunSignal.StateChanged(id, RunState.PAUSED, reason));
    }

    /** Stores the state if this process still holds the run, then tells. */
    void change(Lease lease, RunState next, @Nullable String reason) {
        lease.change(next, reason, RunStore.ENGINE);
        listener.on(new RunSignal.StateChanged(id, next, reason == null ? "" : reason));
    }
}
