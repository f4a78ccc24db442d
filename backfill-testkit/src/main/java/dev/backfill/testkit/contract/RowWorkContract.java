package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.contract.TestDialect.Lack;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Values go through Java unharmed, and whatever a transform does, the run survives it. */
public abstract class RowWorkContract extends EngineContract {
    private static final String SECRET = "hunter2";

    /** Rows move from one column to another of the same type, by way of Java. */
    @ParameterizedTest
    @Cases(Cases.Of.CARRIED)
    void carriesValuesThroughJava(TestValues.Carried type) {
        long rows = type.values().size();
        database.run(type.before());
        database.run("CREATE TABLE t (id int PRIMARY KEY, a " + type.type() + ", b " + type.type() + ")");
        for (int i = 0; i < rows; i++) {
            database.run(
                    "INSERT INTO t (id, a) VALUES (" + i + ", " + type.values().get(i) + ")");
        }
        Oracle oracle = database.oracle("t").update("SET b = a");
        Set<Class<?>> classes = ConcurrentHashMap.newKeySet();
        Transform copy = new Columns(List.of("a"), List.of("b"), row -> {
            Object value = row.get("a");
            if (value != null) {
                classes.add(value.getClass());
            }
            return new Outcome.Changed(Collections.singletonMap("b", value));
        });

        assertRows(succeed(rows("t", copy).build()), rows, rows, 0);

        oracle.assertSame();
        assertThat(classes).containsExactly(type.seen());
        List<@Nullable String> versions = database.versions("t");
        assertRows(succeed(rows("t", copy).build()), rows, 0, 0);
        assertThat(database.versions("t")).isEqualTo(versions);
    }

    /** What is taken away is not there; it is no text that says so. */
    @Test
    void takesValuesAway() {
        texts(100);
        Oracle oracle = database.oracle("t").update("SET c = NULL WHERE n % 3 = 0");
        Transform away = new Columns(
                List.of("c", "n"),
                List.of("c"),
                row -> ((Number) Objects.requireNonNull(row.get("n"))).longValue() % 3 == 0
                        ? new Outcome.Changed(Collections.singletonMap("c", null))
                        : new Outcome.Unchanged());

        assertRows(succeed(rows("t", away).build()), 100, 33, 0);

        oracle.assertSame();
    }

    private void texts(int rows) {
        database.create("t", "id int PRIMARY KEY, c varchar(12), n int", rows, "n, concat('c', n), n");
    }

    private static Columns onText(Change change) {
        return new Columns(List.of("c"), List.of("c"), row -> change.of(String.valueOf(row.text("c"))));
    }

    private interface Change {
        Outcome of(String text);
    }

    private static Outcome changed(Object value) {
        return new Outcome.Changed(Map.of("c", value));
    }

    /** c150 is what the change is not for; all others become X. */
    private RunStatus assertIsolated(Change onTheBadRow) {
        texts(300);
        Oracle oracle = database.oracle("t").update("SET c = 'X' WHERE id <> 150");

        RunStatus status = succeed(rows("t", onText(c -> c.equals("c150") ? onTheBadRow.of(c) : changed("X")))
                .build());

        oracle.assertSame();
        assertRows(status, 300, 299, 1);
        assertThat(deadKeys(status)).containsExactly("150");
        assertThat(error(status)).doesNotContain(SECRET).doesNotContain("c150");
        return status;
    }

    private String error(RunStatus status) {
        List<DeadLetter> letters = observer().deadLetters(status.run(), 10);
        assertThat(letters).hasSize(1);
        return letters.get(0).error();
    }

    @Test
    void setsAsideWhatATransformRejects() {
        assertThat(error(assertIsolated(c -> new Outcome.Rejected("has no name"))))
                .isEqualTo("has no name");
    }

    @Test
    void setsAsideARowThatATransformFailsOnWithoutQuotingIt() {
        RunStatus status = assertIsolated(c -> {
            throw new IllegalStateException(SECRET + c);
        });
        assertThat(error(status)).contains("IllegalStateException");
        assertThat(database.control().cells("backfill_event")).isNotEmpty().noneMatch(cell -> cell.contains(SECRET));
    }

    @Test
    void setsAsideTextThatDoesNotFit() {
        if (dialect().lacks().contains(Lack.TEXT_LENGTHS)) {
            texts(300);
            assertRows(succeed(rows("t", onText(c -> changed(SECRET.repeat(3)))).build()), 300, 300, 0);
            return;
        }
        assertIsolated(c -> changed(SECRET.repeat(3)));
    }

    @Test
    void setsAsideTextWithTheOneCharacterThatTextMayNotHave() {
        if (dialect().lacks().contains(Lack.FORBIDDEN_CHARACTERS)) {
            texts(300);
            assertRows(succeed(rows("t", onText(c -> changed("a\0b"))).build()), 300, 300, 0);
            assertThat(database.number(
                            "SELECT count(*) FROM t WHERE " + dialect().nulAt("c", 2)))
                    .isEqualTo(300);
        } else {
            assertIsolated(c -> changed("a\0b"));
        }
    }

    @Test
    void setsAsideHalfASurrogatePair() {
        assertIsolated(c -> changed("a\uD83D"));
    }

    @Test
    void setsAsideAValueOfATypeThatNoColumnTakes() {
        assertIsolated(c -> changed(List.of(SECRET)));
    }

    @Test
    void setsAsideAColumnThatWasNotDeclared() {
        assertIsolated(c -> new Outcome.Changed(Map.of("n", 0)));
    }

    @Test
    @SuppressWarnings("NullAway")
    void setsAsideARowWithoutAnAnswer() {
        assertIsolated(c -> null);
    }

    @Test
    void setsAsideARowWhoseColumnIsNotDeclaredAsRead() {
        texts(100);
        Columns reading = new Columns(List.of("c"), List.of("c"), row -> changed(String.valueOf(row.get("n"))));

        RunStatus status = start(rows("t", reading).build());

        assertThat(status.rows().dead()).isEqualTo(100);
        assertThat(status.rows().changed()).isZero();
    }

    @Test
    void setsAsideARowThatATransformOverflowsOn() {
        assertIsolated(c -> {
            throw new StackOverflowError(SECRET);
        });
    }

    @Test
    void failsOnAnErrorThatIsNoRowsFaultAndDoesNotQuoteIt() {
        texts(100);
        RunStatus status = start(rows("t", onText(c -> {
                    if (c.equals("c50")) {
                        throw new LinkageError(SECRET);
                    }
                    return changed("X");
                }))
                .workers(1)
                .build());

        assertThat(status.state()).isEqualTo(RunState.FAILED);
        assertThat(status.reason()).isEqualTo("defect: java.lang.LinkageError");
        assertThat(status.rows().changed()).isEqualTo(database.number("SELECT count(*) FROM t WHERE c = 'X'"));
    }

    @Test
    void aNumberWhereTextIsWantedIsItsText() {
        texts(50);
        succeed(rows("t", onText(c -> changed(c.length()))).build());
        assertThat(database.number("SELECT count(*) FROM t WHERE c = concat(length(concat('c', id)), '')"))
                .isEqualTo(50);
    }

    /** Other values all the same, whatever the column's collation finds equal. */
    @Test
    void writesWhatDiffersInCaseOrInASpaceAtTheEnd() {
        texts(100);
        Oracle oracle =
                database.oracle("t").update("SET c = CASE WHEN n % 2 = 0 THEN upper(c) ELSE concat(c, ' ') END");

        assertRows(
                succeed(rows("t", onText(c -> changed(c.matches(".*[02468]") ? c.toUpperCase(Locale.ROOT) : c + " ")))
                        .build()),
                100,
                100,
                0);

        oracle.assertSame();
    }

    @Test
    void leavesRowsAloneThatATransformLeavesAlone() {
        texts(300);
        Oracle oracle = database.oracle("t").update("SET c = 'X' WHERE n % 3 = 0");
        Columns everyThird = new Columns(
                List.of("n"),
                List.of("c"),
                row -> Integer.parseInt(String.valueOf(row.get("n"))) % 3 == 0
                        ? changed("X")
                        : new Outcome.Unchanged());
        List<@Nullable String> before = database.versions("t", "n % 3 <> 0");

        assertRows(succeed(rows("t", everyThird).build()), 300, 100, 0);

        oracle.assertSame();
        assertThat(database.versions("t", "n % 3 <> 0")).isEqualTo(before);
    }
}
