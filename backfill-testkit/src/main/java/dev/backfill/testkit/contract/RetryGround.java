package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.engine.RunOptions;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunId;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of which rows failed. The change is never one that may be applied twice, so that a row too many shows.
 */
abstract class RetryGround extends EngineContract {
    final Backfill countUp = set("t", "n", "n + 1").build();

    /** Rows of which those with the condition fail until {@link #mend}. */
    RunStatus failing(int rows, String bad) {
        return failing(rows, bad, countUp);
    }

    RunStatus failing(int rows, String bad, Backfill backfill) {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL, c text", rows, "n, 0, concat('c', n)");
        database.run("ALTER TABLE t ADD CONSTRAINT bad CHECK (n = 0 OR NOT (" + bad + "))");
        RunStatus status = succeed(backfill);
        assertThat(status.rows().dead()).isEqualTo(database.number("SELECT count(*) FROM t WHERE n = 0"));
        return status;
    }

    void mend() {
        database.run("ALTER TABLE t DROP CONSTRAINT bad");
    }

    RunStatus retry(RunId of, Backfill backfill) {
        return engine().retry(of, backfill, RunOptions.NONE, ACTOR, DEAF).orElseThrow();
    }

    List<String> open(RunId run) {
        return letters(run, null);
    }

    /** Keys of dead letters that the run settled; the open ones if it is null. */
    List<String> letters(RunId run, @Nullable RunId settledBy) {
        return observer().deadLetters(run, 10_000).stream()
                .filter(letter -> Objects.equals(letter.settledBy(), settledBy))
                .map(DeadLetter::key)
                .map(key -> String.join(",", key.parts()))
                .sorted()
                .toList();
    }

    void assertEachOnce(int rows) {
        assertThat(database.list("SELECT concat(n, ' times: ', count(*)) FROM t GROUP BY n"))
                .containsExactly("1 times: " + rows);
    }
}
