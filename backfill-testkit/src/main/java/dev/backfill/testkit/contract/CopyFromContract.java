package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A table is filled from one in another database, which is only read. */
public abstract class CopyFromContract extends EngineContract {
    private static final int ROWS = 400;

    private TestDatabase legacy;

    @BeforeEach
    void tables() {
        legacy = newDatabase();
        legacy.run(
                "CREATE TABLE users (id int PRIMARY KEY, full_name text, visits int NOT NULL)",
                "INSERT INTO users SELECT n, CASE WHEN n % 10 = 0 THEN NULL ELSE 'n' || n END, n FROM generate_series(1, "
                        + ROWS + ") AS n");
        database.run("CREATE TABLE people (person_id bigint PRIMARY KEY, name text, visits int)");
    }

    private BackfillEngine both() {
        return engine(Map.of("app", database.open("app"), "legacy", legacy.open("legacy")), null);
    }

    private static Backfill copy(OnConflict onConflict, String... columnsAndExpressions) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndExpressions.length; i += 2) {
            columns.put(columnsAndExpressions[i], columnsAndExpressions[i + 1]);
        }
        Work work = new Work.Copy("legacy", TableName.parse("people"), columns, onConflict);
        return Backfill.builder("fill", "app", TableName.parse("users"), work)
                .chunk(chunks(7, 100))
                .build();
    }

    private static Backfill people(OnConflict onConflict) {
        return copy(onConflict, "person_id", "id", "name", "upper(full_name)", "visits", "visits");
    }

    private RunStatus run(Backfill backfill) {
        RunStatus status = both().start(backfill, RunOptions.NONE, ACTOR, DEAF);
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        return status;
    }

    private void assertCopied() {
        assertThat(database.list("SELECT concat_ws('|', person_id, name, visits, 'end') FROM people ORDER BY 1"))
                .isEqualTo(legacy.list(
                        "SELECT concat_ws('|', id, upper(full_name), visits, 'end') FROM users ORDER BY 1"));
    }

    @ParameterizedTest
    @EnumSource(OnConflict.class)
    void fillsAnEmptyTableAndChangesNothingTheSecondTime(OnConflict onConflict) {
        // nothing could be written there
        legacy.run("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
                + " current_database()); END $$");

        RunStatus status = run(people(onConflict));

        assertRows(status, ROWS, ROWS, 0);
        assertCopied();
        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        var before = database.versions("people");
        assertRows(run(people(onConflict)), ROWS, 0, 0);
        assertThat(database.versions("people")).isEqualTo(before);
        assertThat(legacy.number("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'backfill%'"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "boolean -> n % 2 = 0",
                "smallint -> n",
                "bigint -> n * 9000000000000",
                "numeric(12,3) -> n / 7.0",
                "numeric -> CASE WHEN n % 3 = 0 THEN 'NaN'::numeric ELSE n / 7.0 END",
                "real -> n / 3.0",
                "float8 -> CASE n % 4 WHEN 0 THEN 'NaN'::float8 WHEN 1 THEN '-Infinity' WHEN 2 THEN '-0' ELSE n / 3.0 END",
                "text -> CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN E'a\\tb\\\\\"{},' ELSE 'NULL' END",
                "varchar(20) -> 'x' || n",
                "char(8) -> 'x' || n",
                "bytea -> CASE WHEN n % 2 = 0 THEN decode(md5(n::text), 'hex') ELSE '' END",
                "date -> CASE n % 3 WHEN 0 THEN 'infinity'::date WHEN 1 THEN '0044-03-15 BC' ELSE '2000-01-01'::date + n END",
                "time -> CASE WHEN n % 2 = 0 THEN '24:00'::time ELSE '12:34:56.789012' END",
                "timestamp -> '2024-03-31 02:30:00.000001'::timestamp + n * interval '1 hour'",
                "timestamptz -> '2024-03-31 00:30:00.000001+00'::timestamptz + n * interval '1 hour'",
                "uuid -> md5(n::text)::uuid",
                "jsonb -> jsonb_build_object('b', n, 'a', ARRAY[1, NULL])",
                "json -> json_build_object('n', n, 'n', 'again')",
                "text[] -> ARRAY['a,b', '\"', '', 'NULL', NULL, n::text]",
                "interval -> n * interval '1 day 1 second'",
                "inet -> '10.0.0.0'::inet + n"
            })
    void carriesEveryType(String type, String expression) {
        legacy.run("DROP TABLE users", "CREATE TABLE users (id int PRIMARY KEY, c " + type + ")");
        legacy.run("INSERT INTO users SELECT n, (" + expression + ") FROM generate_series(1, 60) AS n");
        database.run("ALTER TABLE people ADD COLUMN c " + type);

        RunStatus status = run(copy(OnConflict.UPDATE, "person_id", "id", "c", "c"));

        assertRows(status, 60, 60, 0);
        assertThat(database.list("SELECT c::text FROM people ORDER BY person_id"))
                .isEqualTo(legacy.list("SELECT c::text FROM users ORDER BY id"));
        assertRows(run(copy(OnConflict.UPDATE, "person_id", "id", "c", "c")), 60, 0, 0);
    }

    @Test
    void makesDeadLettersOfRowsThatEitherDatabaseRefuses() {
        database.run("ALTER TABLE people ADD CONSTRAINT bad CHECK (visits <> 3)");

        RunStatus status = run(copy(
                OnConflict.SKIP,
                "person_id",
                "id",
                "name",
                "full_name",
                "visits",
                "visits * 5 / (visits - 9) * 0 + visits"));

        assertRows(status, ROWS, ROWS - 2, 2);
        assertThat(deadKeys(status)).containsExactly("3", "9");
    }

    @Test
    void leavesRowsAloneThatAreThereUnlessToldTo() {
        database.run("INSERT INTO people VALUES (7, 'newer', 0)", "INSERT INTO people VALUES (9, 'N9', 9)");

        assertRows(run(people(OnConflict.SKIP)), ROWS, ROWS - 2, 0);
        assertThat(database.text("SELECT name FROM people WHERE person_id = 7")).isEqualTo("newer");
        assertRows(run(people(OnConflict.UPDATE)), ROWS, 1, 0);
        assertCopied();
    }

    @Test
    void aDryRunCopiesNothing() {
        var report = both().rehearse(people(OnConflict.UPDATE), RunOptions.NONE, true, DEAF);

        assertRows(report.status(), ROWS, ROWS, 0);
        assertThat(report.examples().get(0).after())
                .containsEntry("person_id", "1")
                .containsEntry("name", "N1");
        assertThat(database.number("SELECT count(*) FROM people")).isZero();
    }

    @Test
    void namesTheRowsThatDifferAndMendsThemByRunningAgain() {
        Backfill backfill = people(OnConflict.UPDATE);
        RunStatus first = run(backfill);
        database.run("DELETE FROM people WHERE person_id = 17", "UPDATE people SET name = NULL WHERE person_id = 18");

        Verification wrong = both().verify(first.run(), backfill, DEAF).verification();

        assertThat(wrong.state()).isEqualTo(Verification.State.FAILED);
        assertThat(wrong.checks().stream()
                        .filter(c -> c.name().equals("copied"))
                        .findFirst()
                        .orElseThrow()
                        .keys())
                .containsExactly("[\"17\"]", "[\"18\"]");
        assertThatThrownBy(() -> both().repair(first.run(), backfill, RunOptions.NONE, ACTOR, DEAF))
                .hasMessageContaining("from another database");
        assertRows(run(backfill), ROWS, 2, 0);
        assertThat(both().verify(first.run(), backfill, DEAF).verification().state())
                .isEqualTo(Verification.State.PASSED);
    }

    @Test
    void refusesWhatCannotBeCarriedByColumn() {
        assertThatThrownBy(
                        () -> run(copy(OnConflict.SKIP, "person_id", "id", "name", "visits", "visits", "visits / 2.0")))
                .hasMessageContaining("for column name gives integer")
                .hasMessageContaining("for column visits gives numeric");
    }
}
