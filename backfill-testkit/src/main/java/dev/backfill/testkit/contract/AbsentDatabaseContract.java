package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.run.History;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One of several databases does not answer: what the others know is told all the same. */
public abstract class AbsentDatabaseContract extends EngineContract {
    @Test
    void whatHappenedIsToldAsFarAsItIsKnown() {
        database.run("CREATE TABLE t (id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 1)");
        RunStatus done = succeed(set("t", "n", "n + 1").build());
        Database nowhere = database.unreachable().open("aaa-gone");
        BackfillEngine engine = engine(Map.of("app", database.open("app"), "aaa-gone", nowhere), null);

        History history = engine.events(null);

        assertThat(history.unknown()).containsOnlyKeys("aaa-gone");
        assertThat(history.events())
                .isEqualTo(engine().history("change"))
                .extracting(RunEvent::run)
                .contains(done.run());
        assertThatThrownBy(() -> engine.history("change")).hasMessageContaining("aaa-gone");
        assertThat(engine.status(done.run())).isEqualTo(engine().status(done.run()));
    }
}
