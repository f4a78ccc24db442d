package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values go through Java unharmed, and whatever a transform does, the run survives it. */
public abstract class RowWorkContract extends EngineContract {
    private static final String SECRET = "hunter2";

    static Stream<Arguments> types() {
        return Stream.of(
                type(
                        "text",
                        String.class,
                        "'plain' ; '' ; 'NULL' ; E'a\\\\b\"c''d' ; E'\\x01\\n\\t' ; '{1,\"2\"}' ; ' 😀é '"),
                type("varchar(10)", String.class, "'abc' ; ''"),
                type("char(6)", String.class, "'abc' ; ''"),
                type("json", String.class, "'{ \"a\":  1, \"a\": [null, \"\\\\u00e9\"]}' ; '\"x\"' ; 'null'"),
                type("jsonb", String.class, "'{\"a\": 1.50, \"b\": \"\\\\\\\\ \\\"\"}' ; '[]' ; 'null'"),
                type("smallint", Short.class, "-32768 ; 0 ; 32767"),
                type("int", Integer.class, "-2147483648 ; 0 ; 2147483647"),
                type("bigint", Long.class, "-9223372036854775808 ; 0 ; 9223372036854775807"),
                type("numeric", BigDecimal.class, "0 ; 1.50 ; -1e-30 ; 1e40 ; 123456789012345678901234567890.1"),
                type("numeric(10,2)", BigDecimal.class, "0 ; 1.5 ; -99999999.99"),
                type("real", Float.class, "'NaN' ; 'Infinity' ; '-Infinity' ; 1.1 ; -0.0 ; 1e-40"),
                type(
                        "float8",
                        Double.class,
                        "'NaN' ; 'Infinity' ; '-Infinity' ; 0.1 ; 1e-310 ; 1.7976931348623157e308"),
                type("boolean", Boolean.class, "true ; false"),
                type("bytea", byte[].class, "'' ; '\\x00ff' ; 'a\\\\b'"),
                type("uuid", UUID.class, "'00000000-0000-0000-0000-000000000000' ; md5('x')::uuid"),
                type(
                        "date",
                        LocalDate.class,
                        "'infinity' ; '-infinity' ; '0044-03-15 BC' ; '1582-10-10' ; '2024-02-29'"),
                type("date", LocalDate.class, "'5874897-12-31' ; '4713-01-01 BC'"),
                type("time", LocalTime.class, "'00:00' ; '23:59:59.999999' ; '12:00'"),
                type(
                        "timestamp",
                        LocalDateTime.class,
                        "'infinity' ; '-infinity' ; '0044-03-15 12:00 BC' ; '1582-10-10' ; '2024-03-31 02:30:00.000001'"),
                type(
                        "timestamptz",
                        OffsetDateTime.class,
                        "'infinity' ; '-infinity' ; '0044-03-15 12:00+00 BC' ; '1883-11-18 12:00+00' ; '2024-03-31 00:59:59.999999+00' ; '294276-12-31 23:59:59+00'"),
                type("int[]", String.class, "'{}' ; '{1,NULL,3}' ; '{{1,2},{3,4}}' ; '[0:1]={5,6}'"),
                type("text[]", String.class, "E'{\"a,b\",\"\\\\\"\",NULL,\"NULL\",\"\",\"\\\\\\\\\"}'"),
                type("interval", String.class, "'1 mon 2 days 03:04:05.000006' ; '-1 year'"),
                type("inet", String.class, "'10.0.0.1/8' ; '::1'"),
                type("timetz", String.class, "'23:59:59.999999+05:30'"),
                type("int4range", String.class, "'empty' ; '[1,5)' ; '(,3)'"),
                type("point", String.class, "'(1,-2.5)'"),
                type("money", String.class, "1.5 ; -2"),
                type("mood", String.class, "'it''s \"odd\", {so}' ; 'zen'"),
                type("name_pair", String.class, "'(\"a,b\",3)' ; '(,)'"),
                type("even", String.class, "2 ; 0"));
    }

    private static Arguments type(String type, Class<?> seen, String values) {
        return Arguments.of(type, seen, values);
    }

    /** Rows move from one column to another of the same type, by way of Java. */
    @ParameterizedTest
    @MethodSource("types")
    void carriesValuesThroughJava(String type, Class<?> seen, String values) {
        database.run(
                "CREATE TYPE mood AS ENUM ('it''s \"odd\", {so}', 'zen')",
                "CREATE TYPE name_pair AS (name text, n int)",
                "CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0)",
                "CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a " + type + ", b " + type + ")",
                "INSERT INTO t (a) VALUES (" + values.replace(" ; ", "), (") + ")");
        long rows = database.number("SELECT count(*) FROM t");
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
        assertThat(classes).containsExactly(seen);
        List<@Nullable String> versions = database.versions("t");
        assertRows(succeed(rows("t", copy).build()), rows, 0, 0);
        assertThat(database.versions("t")).isEqualTo(versions);
    }

    private void texts(int rows) {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, c varchar(12), n int)",
                "INSERT INTO t SELECT n, 'c' || n, n FROM generate_series(1, " + rows + ") AS n");
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
        List<DeadLetter> letters = engine().deadLetters(status.run(), 10);
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
        assertThat(database.number("SELECT count(*) FROM backfill_event AS e WHERE e::text LIKE '%" + SECRET + "%'"))
                .isZero();
    }

    @Test
    void setsAsideTextThatDoesNotFit() {
        assertIsolated(c -> changed(SECRET.repeat(3)));
    }

    @Test
    void setsAsideTextWithTheOneCharacterThatTextMayNotHave() {
        assertIsolated(c -> changed("a\0b"));
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
        assertThat(database.number("SELECT count(*) FROM t WHERE c = (length('c' || id))::text"))
                .isEqualTo(50);
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
        List<@Nullable String> before = database.versions("(SELECT xmin, ctid, * FROM t WHERE n % 3 <> 0)");

        assertRows(succeed(rows("t", everyThird).build()), 300, 100, 0);

        oracle.assertSame();
        assertThat(database.versions("(SELECT xmin, ctid, * FROM t WHERE n % 3 <> 0)"))
                .isEqualTo(before);
    }
}
