package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.Outbox.Message;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers outside are told what happened to runs, also to those that no process works on any more. */
public abstract class TellingContract extends EngineContract {
    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", 50, "n, 0");
    }

    @Test
    void whoeverWasNotToldOfARunIsBehindUntilTold() {
        assertThat(engine().untold("chat")).isEmpty();
        RunStatus status = succeed(set("t", "n", "n + 1").build());
        BackfillEngine other = engine();

        assertThat(other.untold("chat")).containsExactly(status.run());
        List<Message> messages = other.untold(status.run(), "chat", 1000);
        assertThat(messages)
                .extracting(Message::event)
                .extracting(RunEvent::what)
                .contains("state");
        other.told(status.run(), "chat", messages.get(0).number());
        assertThat(other.untold("chat")).containsExactly(status.run());
        other.told(status.run(), "chat", messages.get(messages.size() - 1).number());
        assertThat(other.untold("chat")).isEmpty();
        assertThat(other.untold("pager")).containsExactly(status.run());
    }

    @Test
    void aRunThatAProcessWorksOnIsTheBusinessOfThatProcess() {
        List<List<RunId>> behind = new ArrayList<>();
        BackfillEngine other = engine();

        RunStatus status = engine().start(set("t", "n", "n + 1").build(), RunOptions.NONE, ACTOR, signal -> {
            if (signal instanceof RunSignal.ChunkCommitted && behind.isEmpty()) {
                behind.add(other.untold("chat"));
            }
        });

        assertThat(behind).containsExactly(List.of());
        assertThat(other.untold("chat")).containsExactly(status.run());
    }
}
