package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A canary of row work: rows that are rejected are of its share, and the rest is as if there had been none. */
public abstract class CanaryRowsContract extends EngineContract {
    private static final int ROWS = 4000;
    private static final int SHARE = 400;
    private static final RunOptions CANARY = new RunOptions(2, null, 50, 0.1);

    /** From one column into another, so that it can be applied again to see whether a row is right. */
    private final Backfill exclaim = rows("t", new Columns(List.of("c"), List.of("d"), row -> {
                String value = String.valueOf(row.get("c"));
                return value.endsWith("00")
                        ? new Outcome.Rejected("round")
                        : new Outcome.Changed(Map.of("d", value + "!"));
            }))
            .build();

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, c text, d text", ROWS, "n, concat('c', n), NULL");
        database.run(dialect().analyze("t"));
    }

    private long exclaimed() {
        return database.number("SELECT count(*) FROM t WHERE d = concat(c, '!')");
    }

    @Test
    void doesItsShareAndIsVerifiedBeforeTheRest() {
        RunStatus canary = engine().start(exclaim, CANARY, ACTOR, DEAF);

        assertThat(canary.state()).as("%s", canary).isEqualTo(RunState.PAUSED);
        assertRows(canary, SHARE, SHARE - 4, 4);
        assertThat(exclaimed()).isEqualTo(SHARE - 4);
        assertThat(canary.reason()).startsWith("canary of 10% done: 400 rows in 1 of 1 partitions, verified: PASSED");
        assertThat(canary.verification().checks())
                .extracting(Verification.Result::name)
                .contains("transform", "ledger");
        assertThat(deadKeys(canary)).containsExactly("100", "200", "300", "400");

        RunStatus done = engine().resume(canary.run(), exclaim, false, ACTOR, DEAF);

        assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        assertRows(done, ROWS, ROWS - 40, 40);
        assertThat(exclaimed()).isEqualTo(ROWS - 40);
    }

    @Test
    void aRowThatIsWrongByThenIsSeen() {
        RunStatus canary = engine().start(
                        exclaim,
                        CANARY,
                        ACTOR,
                        signal -> database.run("UPDATE t SET d = 'undone' WHERE id = 7 AND d = 'c7!'"));

        assertThat(canary.state()).as("%s", canary).isEqualTo(RunState.PAUSED);
        assertThat(canary.reason()).contains("verified: FAILED: transform");
    }
}
