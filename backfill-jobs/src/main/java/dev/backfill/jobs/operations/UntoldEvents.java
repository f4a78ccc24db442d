package dev.backfill.jobs.operations;

import dev.backfill.engine.BackfillEngine;
import dev.backfill.run.Outbox.Message;
import dev.backfill.run.RunId;
import java.util.List;

/** The outbox of the engine's control databases. */
record UntoldEvents(BackfillEngine engine) implements Webhooks.Source {
    @Override
    public List<Message> waiting(RunId run, String receiver, int limit) {
        return engine.untold(run, receiver, limit);
    }

    @Override
    public List<RunId> behind(String receiver) {
        return engine.untold(receiver);
    }

    @Override
    public void delivered(RunId run, String receiver, int number) {
        engine.told(run, receiver, number);
    }
}
