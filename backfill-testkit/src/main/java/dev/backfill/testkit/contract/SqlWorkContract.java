package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work in SQL does what the plain UPDATE does, and writes no row that it need not. */
public abstract class SqlWorkContract extends EngineContract {
    private void table(String column) {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, c " + column + ")",
                "INSERT INTO t (id, n) SELECT n, n FROM generate_series(1, 400) AS n");
    }

    @Test
    void leavesRowsAloneThatAreRightAlready() {
        table("text");
        database.run("UPDATE t SET c = 'n' || n WHERE id % 4 = 0");
        List<@Nullable String> before = database.versions("(SELECT xmin, ctid, * FROM t WHERE id % 4 = 0)");
        Oracle oracle = database.oracle("t").update("SET c = 'n' || n");

        assertRows(succeed(set("t", "c", "'n' || n").build()), 400, 300, 0);

        oracle.assertSame();
        assertThat(database.versions("(SELECT xmin, ctid, * FROM t WHERE id % 4 = 0)"))
                .isEqualTo(before);

        List<@Nullable String> all = database.versions("t");
        assertRows(succeed(set("t", "c", "'n' || n").build()), 400, 0, 0);
        assertThat(database.versions("t")).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "numeric(10,2) -> n / 7.0",
                "varchar(8) -> 'n' || n",
                "char(8) -> 'n' || n",
                "int -> n / 3.0",
                "int -> CASE WHEN n % 2 = 0 THEN n END",
                "text -> NULL",
                "json -> json_build_object('n', n, 'n', 'again')",
                "json -> CASE WHEN n % 2 = 0 THEN '{ \"a\":  1}'::json END",
                "jsonb -> jsonb_build_object('b', n, 'a', ARRAY[1, NULL])",
                "int[] -> ARRAY[n, NULL, -n]",
                "text[] -> ARRAY['a,b', '\"', '', 'NULL', NULL, n::text]",
                "numeric(6,1)[] -> ARRAY[n / 7.0, n]",
                "bytea -> decode(md5(n::text), 'hex')",
                "timestamptz -> '2024-03-31 00:59:59.999999+00'::timestamptz + n * interval '1 second'",
                "timestamp(3) -> '2024-03-31 01:59:59.999999'::timestamp + n * interval '1 second'",
                "date -> CASE WHEN n % 2 = 0 THEN 'infinity'::date ELSE '2000-01-01'::date + n END",
                "interval -> n * interval '1 day 1 second'",
                "float8 -> CASE WHEN n % 2 = 0 THEN 'NaN'::float8 ELSE n / 3.0 END",
                "real -> n / 3.0",
                "point -> point(n, -n)",
                "xml -> ('<a>' || n || '</a>')::xml",
                "bit(4) -> n::bit(4)",
                "varbit(40) -> n::bit(32)::varbit",
                "tsvector -> to_tsvector('simple', 'n' || n)",
                "int4range -> int4range(n, n + 2)",
                "boolean -> n % 2 = 0",
                "uuid -> md5(n::text)::uuid",
                "text -> (SELECT max(o.relname)::text FROM pg_class o WHERE o.relname < 'p' || t.n)",
                "text -> concat_ws(' ', 'a?b', E'\\\\', '$1', n, $$it's; -- not a comment$$)"
            })
    void givesWhatThePlainStatementGives(String type, String expression) {
        table(type);
        Oracle oracle = database.oracle("t").update("SET c = (" + expression + ")");

        RunStatus status = succeed(set("t", "c", expression).build());

        oracle.assertSame();
        assertRows(status, 400, database.number("SELECT count(*) FROM t WHERE c IS NOT NULL"), 0);
        assertRows(succeed(set("t", "c", expression).build()), 400, 0, 0);
    }

    @Test
    void takesOnlyTheRowsThatWhereSelects() {
        table("text");
        Oracle oracle = database.oracle("t").update("SET c = 'x' WHERE n % 3 = 0 OR n > 390");

        RunStatus status =
                succeed(set("t", "c", "'x'").where("n % 3 = 0 OR n > 390").build());

        oracle.assertSame();
        assertRows(status, 400, database.number("SELECT count(*) FROM t WHERE c = 'x'"), 0);
    }

    @Test
    void setsSeveralColumnsFromTheRowAsItWas() {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, a int, b int)",
                "INSERT INTO t SELECT n, n, -n FROM generate_series(1, 300) AS n");
        Oracle oracle = database.oracle("t").update("SET a = b, b = a");

        assertRows(succeed(set("t", "a", "b", "b", "a").build()), 300, 300, 0);

        oracle.assertSame();
    }

    @Test
    void refusesAGeneratedColumn() {
        table("int GENERATED ALWAYS AS (n * 2) STORED");

        assertThatThrownBy(() -> start(set("t", "c", "1").build()))
                .isInstanceOfSatisfying(
                        BackfillException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED))
                .hasMessageContaining("column c is")
                .hasMessageContaining("generated");
    }

    @Test
    void worksOnAPartitionedTableAndOneWithChildren() {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int) PARTITION BY HASH (id)",
                "CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "INSERT INTO t SELECT n, n FROM generate_series(1, 400) AS n");
        Oracle oracle = database.oracle("t").update("SET n = n + 1");

        assertRows(succeed(set("t", "n", "n + 1").build()), 400, 400, 0);

        oracle.assertSame();
    }
}
