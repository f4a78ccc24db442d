package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.contract.TestDialect.Lack;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that people really give, and names that only an attacker gives. */
public abstract class NameContract extends EngineContract {
    /** As definitions have it, for whatever database. */
    private static String defined(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private String quoted(String name) {
        return dialect().quoted(name);
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
        database.create(sql, quoted(key) + " int PRIMARY KEY, " + quoted(column) + " text", 300, "n, concat('x', n)");
        Oracle oracle = database.oracle(sql).update("SET %1$s = concat(upper(%1$s), '!')".formatted(quoted(column)));

        Backfill shout = set(defined(table), column, "concat(upper(" + quoted(column) + "), '!')")
                .build();
        if (column.endsWith("\\") && dialect().lacks().contains(Lack.NAMES_THAT_END_IN_A_BACKSLASH)) {
            assertThatThrownBy(() -> engine().start(shout, RunOptions.NONE, ACTOR, DEAF))
                    .isInstanceOf(BackfillException.class)
                    .hasMessageContaining("the name " + column + " has a backslash at its end");
            return;
        }
        RunStatus bySql = succeed(shout);
        assertRows(bySql, 300, 300, 0);
        oracle.assertSame();

        oracle.update("SET %1$s = concat(%1$s, '?')".formatted(quoted(column)));
        RunStatus inJava = succeed(rows(
                        defined(table),
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
        String schema = quoted("Sales Data");
        String order = quoted("order");
        String columns = "id int PRIMARY KEY, " + quoted("check") + " int";
        if (dialect().lacks().contains(Lack.SCHEMAS)) {
            database.create(order, columns, 50, "n, NULL");
            assertThatThrownBy(() ->
                            start(set("\"Sales Data\".order", "check", "id * 2").build()))
                    .isInstanceOf(BackfillException.class)
                    .hasMessageContaining("has one schema");
            return;
        }
        database.run("CREATE SCHEMA " + schema);
        database.create(schema + "." + order, columns, 50, "n, NULL");
        database.create(order, columns, 50, "n, NULL");
        List<@Nullable String> untouched = database.versions(order);

        assertRows(succeed(set("\"Sales Data\".order", "check", "id * 2").build()), 50, 50, 0);

        assertThat(database.number("SELECT sum(" + quoted("check") + ") FROM " + schema + "." + order))
                .isEqualTo(2550);
        assertThat(database.versions(order)).isEqualTo(untouched);
    }

    @Test
    void doesNotFoldCase() {
        database.run("CREATE TABLE users (id int PRIMARY KEY, v int)");

        assertThatThrownBy(() -> start(set("USERS", "v", "1").build()))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("table USERS does not exist")
                .hasMessageContaining(database.schema() + ".users");
        assertThatThrownBy(() -> start(set("users", "V", "1").build()))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("column V does not exist")
                .hasMessageContaining("v");
        assertThat(TableName.parse("users").toString()).isEqualTo("users");
    }

    /** The engine's aliases for the row and its values must not capture the author's names. */
    @Test
    void expressionsMayUseTheNamesThatStatementsUse() {
        database.create(
                "t", "t int PRIMARY KEY, v int, k0 int, w0 int, version int, xmin_ int", 100, "n, n, n, n, n, n");
        Oracle oracle = database.oracle("t").update("SET v = k0 + w0, version = t.t + 1");

        succeed(set("t", "v", "k0 + w0", "version", "t.t + 1").build());

        oracle.assertSame();
    }
}
