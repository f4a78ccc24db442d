package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.testkit.contract.TestDialect.Lack;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other contracts rely on to see what is wrong. The engine has no part in it. */
public abstract class TestDialectContract extends EngineContract {
    private static final String[] NOW_OR_NEVER = {"PRAGMA busy_timeout = 0", "BEGIN IMMEDIATE", "ROLLBACK"};

    private void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL, c varchar(20)", 100, "n, n, concat('c', n)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void numbersBeginAtOne(int rows) {
        assertThat(database.list("SELECT -n FROM " + dialect().numbers(rows) + " ORDER BY n"))
                .isEqualTo(List.of("-1", "-2", "-3", "-4", "-5").subList(0, rows));
    }

    @ParameterizedTest
    @CsvSource({
        "'a', 'a', false",
        "'a', 'A', true",
        "'a', 'a ', true",
        "'a', 'ä', true",
        "NULL, 'a', true",
        "NULL, NULL, false"
    })
    void tellsValuesApart(String left, String right, boolean differs) {
        String a = "(SELECT " + literal(left) + ")";
        String b = "(SELECT " + literal(right) + ")";
        assertThat(database.number("SELECT CASE WHEN " + dialect().differs(a, b) + " THEN 1 ELSE 0 END"))
                .isEqualTo(differs ? 1 : 0);
    }

    private static String literal(String value) {
        return value.equals("NULL") ? "CAST(NULL AS char(9))" : "'" + value + "'";
    }

    @ParameterizedTest
    @Cases(Cases.Of.KEYS)
    void eachKindOfKeyHasAsManyKeysAsRows(KeyCase key) {
        key.create(database, 2003);
        assertThat(database.number("SELECT count(*) FROM t")).isEqualTo(2003);
        Oracle oracle = database.oracle("t").update("SET note = concat(note, '!')");
        assertThatThrownBy(oracle::assertSame).isInstanceOf(AssertionError.class);
        database.run("UPDATE t SET note = concat(note, '!')");
        oracle.assertSame();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET c = upper(c) WHERE id = 7",
                "UPDATE t SET c = concat(c, ' ') WHERE id = 7",
                "UPDATE t SET c = NULL WHERE id = 7",
                "DELETE FROM t WHERE id = 7",
                "INSERT INTO t VALUES (0, 0, '')"
            })
    void anOracleAndVersionsSeeEachDifference(String difference) {
        table();
        Oracle oracle = database.oracle("t");
        List<@Nullable String> versions = database.versions("t");
        oracle.assertSame();
        assertThat(database.versions("t")).isEqualTo(versions);

        database.run(difference);

        assertThatThrownBy(oracle::assertSame).isInstanceOf(AssertionError.class);
        assertThat(database.versions("t")).isNotEqualTo(versions);
    }

    @Test
    void anOracleReadsRowsAsTheyWere() {
        database.create("t", "id int PRIMARY KEY, a int, b int", 10, "n, n, -n");
        database.oracle("t").update("SET a = b, b = a");
        assertThat(database.number("SELECT count(*) FROM " + Oracle.COPY + " WHERE a = -id AND b = id"))
                .isEqualTo(10);
    }

    @Test
    void seesWhatIsThere() {
        table();
        List<@Nullable String> objects = database.list(dialect().objects());
        assertThat(database.tables()).containsExactly("t");
        assertThat(objects).isNotEmpty();

        database.run("CREATE TABLE more (id int)");

        assertThat(database.tables()).containsExactly("more", "t");
        assertThat(database.list(dialect().objects())).isNotEqualTo(objects);
    }

    @Test
    void seesATransactionThatStandsStill() throws Exception {
        table();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("UPDATE t SET n = -1 WHERE id = 1");
            if (dialect().lacks().contains(Lack.SESSIONS)) {
                assertThatThrownBy(() -> database.run(NOW_OR_NEVER)).isInstanceOf(IllegalStateException.class);
                connection.rollback();
                database.run(NOW_OR_NEVER);
                return;
            }
            assertThat(database.number(dialect().idleTransactions())).isZero();
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (database.number(dialect().idleTransactions()) == 0) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(100);
            }
            connection.rollback();
        }
        assertThat(database.number(dialect().idleTransactions())).isZero();
    }

    @Test
    void triggersRefuseAndKeep() {
        table();
        for (String state : dialect().values().refusals()) {
            TestDatabase other = newDatabase();
            other.create("t", "id int PRIMARY KEY, n int", 3, "n, n");
            other.run(dialect().refuse(2, state, "secret"));
            other.run("UPDATE t SET n = 0 WHERE id <> 2");
            assertThatThrownBy(() -> other.run("UPDATE t SET n = 0 WHERE id = 2"))
                    .hasMessageContaining("secret");
        }
        TestDatabase other = newDatabase();
        other.create("t", "id int PRIMARY KEY, source text, derived text", 3, "n, concat('v', n), NULL");
        other.run(dialect().keepDerived());
        other.run("UPDATE t SET source = 'w' WHERE id = 2");
        assertThat(other.list("SELECT derived FROM t ORDER BY id")).containsExactly(null, "W", null);
    }

    @ParameterizedTest
    @Cases(Cases.Of.ASSIGNMENTS)
    void expressionsFitTheirTypes(TestValues.Assignment assignment) {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", 400, "n, n");
        database.run("ALTER TABLE t ADD c " + assignment.type(), "UPDATE t SET c = (" + assignment.expression() + ")");
    }

    @ParameterizedTest
    @Cases(Cases.Of.SLY_FUNCTIONS)
    void functionsThatTryToWriteCanBeMade(String function) {
        table();
        database.run(function);
        database.run(dialect().values().slyProcedure());
        if (dialect().lacks().contains(Lack.FUNCTIONS)) {
            assertThatThrownBy(() -> database.run(dialect().writingFunction("writing")))
                    .hasMessageContaining("FUNCTION");
            return;
        }
        database.run(dialect().writingFunction("writing"));
        assertThat(database.text("SELECT writing()")).isEqualTo("0");
        assertThat(database.number("SELECT sum(n) FROM t")).isEqualTo(-400);
    }
}
