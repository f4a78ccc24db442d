package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.error.BackfillException;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that people really give, and names that only an attacker gives. */
public abstract class NameContract extends EngineContract {
    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "order, user, select",
                "Users, Id, FullName",
                "two words, the key, the value",
                "say \"hi\", k\"\", \"v",
                "t; DROP TABLE x--, k'', v\\",
                "naïve 表, キー, ünïcode",
                "a.b, c.d, e.f",
                "v, t, k0"
            })
    void quotesWhatItIsGiven(String table, String key, String column) {
        String sql = quoted(table);
        database.run(
                "CREATE TABLE " + sql + " (" + quoted(key) + " int PRIMARY KEY, " + quoted(column) + " text)",
                "INSERT INTO " + sql + " SELECT n, 'x' || n FROM generate_series(1, 300) AS n");
        Oracle oracle = database.oracle(sql).update("SET %1$s = upper(%1$s) || '!'".formatted(quoted(column)));

        RunStatus bySql =
                succeed(set(sql, column, "upper(" + quoted(column) + ") || '!'").build());
        assertRows(bySql, 300, 300, 0);
        oracle.assertSame();

        oracle.update("SET %1$s = %1$s || '?'".formatted(quoted(column)));
        RunStatus inJava = succeed(rows(
                        sql,
                        new Columns(
                                List.of(column),
                                List.of(column),
                                row -> new Outcome.Changed(Map.of(column, row.text(column) + "?"))))
                .build());
        assertRows(inJava, 300, 300, 0);
        oracle.assertSame();
    }

    @Test
    void findsTheSchemaThatIsNamed() {
        database.run(
                "CREATE SCHEMA \"Sales Data\"",
                "CREATE TABLE \"Sales Data\".\"order\" (id int PRIMARY KEY, \"check\" int)",
                "CREATE TABLE \"order\" (id int PRIMARY KEY, \"check\" int)",
                "INSERT INTO \"Sales Data\".\"order\" SELECT n FROM generate_series(1, 50) AS n",
                "INSERT INTO \"order\" SELECT n FROM generate_series(1, 50) AS n");
        List<String> untouched = database.versions("public.\"order\"").stream()
                .map(String::valueOf)
                .toList();

        assertRows(succeed(set("\"Sales Data\".order", "check", "id * 2").build()), 50, 50, 0);

        assertThat(database.number("SELECT sum(\"check\") FROM \"Sales Data\".\"order\""))
                .isEqualTo(2550);
        assertThat(database.versions("public.\"order\"")).isEqualTo(untouched);
    }

    @Test
    void doesNotFoldCase() {
        database.run("CREATE TABLE users (id int PRIMARY KEY, v int)");

        assertThatThrownBy(() -> start(set("USERS", "v", "1").build()))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("table USERS does not exist")
                .hasMessageContaining("public.users");
        assertThatThrownBy(() -> start(set("users", "V", "1").build()))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("column V does not exist")
                .hasMessageContaining("v");
        assertThat(TableName.parse("users").toString()).isEqualTo("users");
    }

    /** The engine's aliases for the row and its values must not capture the author's names. */
    @Test
    void expressionsMayUseTheNamesThatStatementsUse() {
        database.run(
                "CREATE TABLE t (t int PRIMARY KEY, v int, k0 int, w0 int, version int, xmin_ int)",
                "INSERT INTO t SELECT n, n, n, n, n, n FROM generate_series(1, 100) AS n");
        Oracle oracle = database.oracle("t").update("SET v = k0 + w0, version = t.t + 1");

        succeed(set("t", "v", "k0 + w0", "version", "t.t + 1").build());

        oracle.assertSame();
    }
}
