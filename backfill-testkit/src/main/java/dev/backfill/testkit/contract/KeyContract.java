package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Row;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every row once, whatever identifies and orders the rows. */
public abstract class KeyContract extends EngineContract {
    private static final int ROWS = 2003;
    private static final Columns COUNT_UP =
            new Columns(List.of("n", "note"), List.of("n", "note"), KeyContract::countUp);

    private static Outcome countUp(Row row) {
        long n = (Long) Objects.requireNonNull(row.get("n"));
        return new Outcome.Changed(Map.of("n", n + 1, "note", row.text("note") + " done"));
    }

    @ParameterizedTest
    @Cases(Cases.Of.KEYS)
    void changesEachRowOnceBySql(KeyCase key) {
        key.create(database, ROWS);
        Oracle oracle = database.oracle("t").update("SET n = n + 1, note = concat(note, ' done')");

        RunStatus status =
                succeed(set("t", "n", "n + 1", "note", "concat(note, ' done')").build());

        oracle.assertSame();
        assertRows(status, ROWS, ROWS, 0);
        assertThat(status.chunks()).isGreaterThanOrEqualTo(ROWS / 100);
    }

    @ParameterizedTest
    @Cases(Cases.Of.KEYS)
    void changesEachRowOnceInJava(KeyCase key) {
        key.create(database, ROWS);
        Oracle oracle = database.oracle("t").update("SET n = n + 1, note = concat(note, ' done')");

        RunStatus status = succeed(rows("t", COUNT_UP).build());

        oracle.assertSame();
        assertRows(status, ROWS, ROWS, 0);
    }

    @ParameterizedTest
    @Cases(Cases.Of.TRICKY_KEYS)
    void namesTheOneRowThatCannotBeChanged(KeyCase key) {
        key.create(database, 200);
        database.run("ALTER TABLE t ADD CHECK (note <> 'note 77 done')");
        Oracle oracle = database.oracle("t").update("SET note = concat(note, ' done') WHERE n <> 77");

        RunStatus status = succeed(set("t", "note", "concat(note, ' done')").build());

        oracle.assertSame();
        assertRows(status, 200, 199, 1);
        assertThat(deadKeys(status)).hasSize(1);
    }

    @ParameterizedTest
    @Cases(Cases.Of.COLLATED_KEYS)
    void cutsATableIntoPartitionsInItsCollation(KeyCase key) {
        key.create(database, 130_000);
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
        database.create(
                "t",
                "id int PRIMARY KEY, a varchar(9) NOT NULL, b int NOT NULL, n int, UNIQUE (b, a)",
                1000,
                "n, concat('a', n % 7), n - n % 7, 0");
        Oracle oracle = database.oracle("t").update("SET n = n + 1");

        assertRows(succeed(set("t", "n", "n + 1").key(List.of("b", "a")).build()), 1000, 1000, 0);

        oracle.assertSame();
    }
}
