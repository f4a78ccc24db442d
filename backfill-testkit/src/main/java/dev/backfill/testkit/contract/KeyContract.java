package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Row;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row once, whatever identifies and orders the rows. */
public abstract class KeyContract extends EngineContract {
    private static final int ROWS = 2003;
    private static final Columns COUNT_UP =
            new Columns(List.of("n", "note"), List.of("n", "note"), KeyContract::countUp);

    static Stream<KeyCase> keys() {
        return KeyCase.all();
    }

    private static Outcome countUp(Row row) {
        long n = (Long) Objects.requireNonNull(row.get("n"));
        return new Outcome.Changed(Map.of("n", n + 1, "note", row.text("note") + " done"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void changesEachRowOnceBySql(KeyCase key) {
        key.create(database, ROWS);
        Oracle oracle = database.oracle("t").update("SET n = n + 1, note = note || ' done'");

        RunStatus status =
                succeed(set("t", "n", "n + 1", "note", "note || ' done'").build());

        oracle.assertSame();
        assertRows(status, ROWS, ROWS, 0);
        assertThat(status.chunks()).isGreaterThanOrEqualTo(ROWS / 100);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void changesEachRowOnceInJava(KeyCase key) {
        key.create(database, ROWS);
        Oracle oracle = database.oracle("t").update("SET n = n + 1, note = note || ' done'");

        RunStatus status = succeed(rows("t", COUNT_UP).build());

        oracle.assertSame();
        assertRows(status, ROWS, ROWS, 0);
    }

    /** Those whose text the ledger could garble. */
    static Stream<KeyCase> trickyKeys() {
        return keys().filter(k -> Set.of("odd characters", "enum, int", "char", "text that ignores case")
                .contains(k.name()));
    }

    @ParameterizedTest
    @MethodSource("trickyKeys")
    void namesTheOneRowThatCannotBeChanged(KeyCase key) {
        key.create(database, 200);
        database.run("ALTER TABLE t ADD CHECK (note <> 'note 77 done')");
        Oracle oracle = database.oracle("t").update("SET note = note || ' done' WHERE n <> 77");

        RunStatus status = succeed(set("t", "note", "note || ' done'").build());

        oracle.assertSame();
        assertRows(status, 200, 199, 1);
        assertThat(deadKeys(status)).hasSize(1);
    }

    @Test
    void cutsATableIntoPartitionsInItsCollation() {
        KeyCase english = keys().filter(k -> k.name().equals("text in English"))
                .findFirst()
                .orElseThrow();
        english.create(database, 130_000);
        Oracle oracle = database.oracle("t").update("SET n = n + 1");

        RunStatus status = succeed(
                set("t", "n", "n + 1").chunk(chunks(500, 5000)).workers(3).build());

        oracle.assertSame();
        assertRows(status, 130_000, 130_000, 0);
        assertThat(status.partitions()).isEqualTo(new RunStatus.Partitions(3, 3));
    }

    /** A unique index where the primary key is another column. */
    @Test
    void followsTheKeyThatIsAskedFor() {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b int NOT NULL, n int, UNIQUE (b, a))",
                "INSERT INTO t SELECT n, 'a' || n % 7, n / 7, 0 FROM generate_series(1, 1000) AS n");
        Oracle oracle = database.oracle("t").update("SET n = n + 1");

        assertRows(succeed(set("t", "n", "n + 1").key(List.of("b", "a")).build()), 1000, 1000, 0);

        oracle.assertSame();
    }
}
