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
import org.junit.jupiter.params.provider.ValueSource;

/** Work in SQL does what the plain UPDATE does, and writes no row that it need not. */
public abstract class SqlWorkContract extends EngineContract {
    private void table(String column) {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, c " + column + ")",
                "INSERT INTO t (id, n) SELECT n, n FROM " + dialect().numbers(400));
    }

    @Test
    void leavesRowsAloneThatAreRightAlready() {
        table("text");
        database.run("UPDATE t SET c = concat('n', n) WHERE id % 4 = 0");
        List<@Nullable String> before = database.versions("t", "id % 4 = 0");
        Oracle oracle = database.oracle("t").update("SET c = concat('n', n)");

        assertRows(succeed(set("t", "c", "concat('n', n)").build()), 400, 300, 0);

        oracle.assertSame();
        assertThat(database.versions("t", "id % 4 = 0")).isEqualTo(before);

        List<@Nullable String> all = database.versions("t");
        assertRows(succeed(set("t", "c", "concat('n', n)").build()), 400, 0, 0);
        assertThat(database.versions("t")).isEqualTo(all);
    }

    @ParameterizedTest
    @Cases(Cases.Of.ASSIGNMENTS)
    void givesWhatThePlainStatementGives(TestValues.Assignment assignment) {
        String expression = assignment.expression();
        table(assignment.type());
        Oracle oracle = database.oracle("t").update("SET c = (" + expression + ")");

        RunStatus status = succeed(set("t", "c", expression).build());

        oracle.assertSame();
        assertRows(status, 400, database.number("SELECT count(*) FROM t WHERE c IS NOT NULL"), 0);
        assertRows(succeed(set("t", "c", expression).build()), 400, 0, 0);
    }

    /** Other values all the same, whatever the column's collation finds equal. */
    @ParameterizedTest
    @ValueSource(strings = {"upper(c)", "concat(c, ' ')"})
    void writesWhatDiffersInCaseOrInASpaceAtTheEnd(String expression) {
        table("varchar(20)");
        database.run("UPDATE t SET c = concat('n', n)");
        Oracle oracle = database.oracle("t").update("SET c = " + expression);

        assertRows(succeed(set("t", "c", expression).build()), 400, 400, 0);

        oracle.assertSame();
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
        database.create("t", "id int PRIMARY KEY, a int, b int", 300, "n, n, -n");
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
        database.run(dialect().partitioned());
        database.run("INSERT INTO t SELECT n, n FROM " + dialect().numbers(400));
        Oracle oracle = database.oracle("t").update("SET n = n + 1");

        assertRows(succeed(set("t", "n", "n + 1").build()), 400, 400, 0);

        oracle.assertSame();
    }
}
