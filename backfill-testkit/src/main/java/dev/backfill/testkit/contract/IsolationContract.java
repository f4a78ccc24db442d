package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.definition.Limits;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.contract.TestDialect.Lack;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that the database refuses is set aside, that row and no other, and its values are nobody's business. */
public abstract class IsolationContract extends EngineContract {
    private static final String SECRET = "hunter2";

    private void table(int rows, String... more) {
        database.create(
                "t",
                "id int PRIMARY KEY, n int NOT NULL, c text, v varchar(8)",
                rows,
                "n, n, concat('c', n), concat('v', n)");
        database.run(more);
    }

    /** Runs {@code n = n + 1} and more; rows for which the condition holds must be the dead ones. */
    private RunStatus assertIsolated(String column, String expression, String bad) {
        long all = database.number("SELECT count(*) FROM t");
        List<String> dead = database.list("SELECT id FROM t WHERE " + bad).stream()
                .map(String::valueOf)
                .sorted()
                .toList();
        Oracle oracle = database.oracle("t")
                .update("SET n = n + 1, " + column + " = " + expression + " WHERE NOT (" + bad + ")");

        RunStatus status = succeed(set("t", "n", "n + 1", column, expression).build());

        oracle.assertSame();
        assertRows(status, all, all - dead.size(), dead.size());
        assertThat(deadKeys(status)).isEqualTo(dead);
        return status;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 500",
                "id = 1",
                "id = 1000",
                "id IN (1, 1000)",
                "id BETWEEN 495 AND 505",
                "id % 100 = 0",
                "id % 50 = 7",
                "id > 910",
                "id <= 64"
            })
    void setsAsideExactlyTheRowsThatAConstraintRefuses(String bad) {
        table(1000, "ALTER TABLE t ADD CHECK (NOT (" + bad + ") OR c LIKE 'c%')");
        assertIsolated("c", "concat('x', c)", bad);
    }

    @Test
    void setsAsideTextThatDoesNotFit() {
        table(300, "UPDATE t SET c = concat(c, '" + SECRET + "') WHERE id IN (17, 18, 250)");
        if (dialect().lacks().contains(Lack.TEXT_LENGTHS)) {
            assertRows(succeed(set("t", "v", "c").build()), 300, 300, 0);
            return;
        }
        assertSilent(assertIsolated("v", "c", "id IN (17, 18, 250)"));
    }

    /** Under the code of a raised exception, and under one that a server's own message could have. */
    @ParameterizedTest
    @Cases(Cases.Of.REFUSALS)
    void setsAsideARowThatATriggerRefuses(String sqlState) {
        table(300);
        database.run(dialect().refuse(123, sqlState, SECRET));
        assertSilent(assertIsolated("c", "'x'", "id = 123"));
    }

    @Test
    void setsAsideWhatCannotBeComputed() {
        table(300, "UPDATE t SET c = '" + SECRET + "' WHERE id = 200", "UPDATE t SET c = id WHERE id <> 200");
        assertSilent(assertIsolated("v", "concat(" + dialect().number("c") + ", '')", "id = 200"));
    }

    @Test
    void setsAsideAValueThatIsTooLargeForAnIndex() {
        table(300, "ALTER TABLE t ADD w text");
        database.run("CREATE INDEX t_w ON t (w)", "UPDATE t SET c = '" + incompressible(12_000) + "' WHERE id = 200");
        if (dialect().lacks().contains(Lack.INDEXES_OF_ANY_TEXT)) {
            assertThat(succeed(set("t", "w", "c").build()).rows().dead()).isZero();
            assertThat(database.number("SELECT count(*) FROM t WHERE id = 200 AND w = c"))
                    .isOne();
            return;
        }
        assertIsolated("w", "c", "id = 200");
    }

    @Test
    void setsAsideADivisionByZeroAndAnOverflow() {
        table(300);
        assertIsolated("c", "concat(" + dialect().failing("id = 150", "1") + ", '')", "id = 150");
    }

    @Test
    void setsAsideDuplicates() {
        table(300, "CREATE UNIQUE INDEX t_v ON t (v)");

        RunStatus status = succeed(set("t", "v", "CASE WHEN id IN (40, 41, 42) THEN 'same' ELSE concat('x', id) END")
                .build());

        assertRows(status, 300, 298, 2);
        assertThat(database.number("SELECT count(*) FROM t WHERE v = 'same'")).isOne();
        assertThat(database.number("SELECT count(*) FROM t WHERE v = concat('x', id)"))
                .isEqualTo(297);
    }

    /** A column that refuses NULL, and values that a foreign key does not find. */
    @Test
    void setsAsideNullsAndMissingReferences() {
        table(300);
        database.run(dialect().change("t", "c", "text NOT NULL"));
        database.create("other", "id int PRIMARY KEY", 290, "n");
        database.run(dialect().refer("t", "r", "other"));
        assertIsolated("c", "nullif(c, 'c5')", "id = 5");
        assertIsolated("r", "id", "id > 290");
    }

    @Test
    void pausesOnceThereAreTooManyAndKeepsWhatIsDone() {
        table(1000, "ALTER TABLE t ADD CONSTRAINT bad CHECK (id < 500 OR n = id)");

        RunStatus status =
                start(set("t", "n", "n + 1").limits(new Limits(null, 3)).build());

        assertThat(status.state()).isEqualTo(RunState.PAUSED);
        assertThat(status.reason())
                .contains(
                        "more than 3 rows could not be changed",
                        "max-dead-letters",
                        "backfill dead-letters list " + status.run());
        assertThat(status.rows().dead()).isEqualTo(4);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1")).isEqualTo(499);
        assertThat(status.rows().changed()).isEqualTo(499);
        assertThat(deadKeys(status)).containsExactly("500", "501", "502", "503");
        assertThat(observer().status(status.run())).isEqualTo(status);

        database.run("ALTER TABLE t DROP CONSTRAINT bad");
        RunStatus resumed = engine().resume(
                        status.run(),
                        set("t", "n", "n + 1").limits(new Limits(null, 4)).build(),
                        false,
                        ACTOR,
                        DEAF);
        assertThat(resumed.state()).as("%s", resumed).isEqualTo(RunState.SUCCEEDED);
        assertRows(resumed, 1000, 996, 4);
    }

    @Test
    void tellsOfEachOnceHoweverManyThereAre() {
        table(10);
        RunStatus status = succeed(set("t", "n", "n + 1").build());
        database.run("INSERT INTO backfill_dead_letter (run_id, row_key, partition_no, error) SELECT '" + status.run()
                + "', concat('[\"', n, '\"]'), 1, 'refused' FROM " + dialect().numbers(12345));
        List<String> keys = new ArrayList<>();

        observer()
                .eachDeadLetter(
                        status.run(), letter -> keys.add(letter.key().parts().get(0)));

        assertThat(keys).hasSize(12345).doesNotHaveDuplicates();
        assertThat(observer().key(status.run())).containsExactly("id");
    }

    @Test
    void pausesWhenMoreThanAShareOfThePlannedRowsIsDead() {
        table(1000, "ALTER TABLE t ADD CONSTRAINT bad CHECK (id < 500 OR n = id)");
        Limits limits = new Limits(null, new DeadLetterLimit.Share(new BigDecimal("0.35")), null);

        RunStatus status = start(set("t", "n", "n + 1").limits(limits).build());

        assertThat(status.state()).isEqualTo(RunState.PAUSED);
        assertThat(status.reason()).contains("more than 3 rows (0.35% of about 1000) could not be changed");
        assertThat(status.rows().dead()).isEqualTo(4);
    }

    @Test
    void toleratesExactlyAsManyAsAllowed() {
        table(300, "ALTER TABLE t ADD CHECK (id % 100 <> 0 OR n = id)");

        assertRows(succeed(set("t", "n", "n + 1").limits(new Limits(null, 3)).build()), 300, 297, 3);
    }

    private static String incompressible(int length) {
        return new Random(1)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void assertSilent(RunStatus status) {
        Map<Boolean, List<DeadLetter>> letters = observer().deadLetters(status.run(), 100).stream()
                .collect(Collectors.partitioningBy(letter -> letter.error().contains(SECRET)));
        assertThat(letters.get(true)).isEmpty();
        assertThat(letters.get(false)).isNotEmpty().allSatisfy(letter -> assertThat(letter.error())
                .contains("SQLState"));
    }
}
