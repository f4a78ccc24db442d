package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a copy makes of values that a column holds without meaning them, which only SQLite has. */
class SqliteCopyDatabaseTest {
    private static final int ROWS = 50;

    private final SqliteFixture database = new SqliteFixture("wal");
    private BackfillEngine engine;

    @BeforeEach
    void open() {
        engine = Engines.create(Map.of("app", database.open()), null);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        database.close();
    }

    private void tables(String from, String expression, String into) {
        database.run(
                "CREATE TABLE a (id INTEGER PRIMARY KEY, c " + from + ")",
                "CREATE TABLE b (id INTEGER PRIMARY KEY, c " + into + ")",
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < " + ROWS + ")"
                        + " INSERT INTO a SELECT n, " + expression + " FROM s");
    }

    private static Backfill copy(OnConflict onConflict, String expression) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "id");
        columns.put("c", expression);
        return Backfill.builder(
                        "fill",
                        "app",
                        new TableName(null, "a"),
                        new Work.Copy(new TableName(null, "b"), columns, onConflict))
                .chunk(new ChunkLimits(7, 100, Duration.ofMillis(200)))
                .build();
    }

    private RunStatus run(Backfill backfill) {
        RunStatus status = engine.start(backfill, RunOptions.NONE, "test", signal -> {});
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        return status;
    }

    private String stored(String table, int id) {
        return database.text("SELECT typeof(c) || ' ' || quote(c) FROM " + table + " WHERE id = " + id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ; ",
            quoteCharacter = '"',
            value = {
                "int ; n ; int ; 'no number'",
                "int ; n ; bigint ; x'00ff'",
                "int ; n ; int ; 1.5",
                "text ; 'x' || n ; varchar(9) ; x'78'",
                "real ; n / 7.0 ; double ; 'much'",
                "blob ; zeroblob(n % 3) ; blob ; 'text'",
                "blob ; x'00' ; blob ; 7",
            })
    void makesADeadLetterOfAValueThatIsNotWhatItsColumnMeans(String from, String expression, String into, String odd) {
        tables(from, expression, into);
        database.run("UPDATE a SET c = " + odd + " WHERE id = 33");
        Backfill backfill = copy(OnConflict.UPDATE, "c");

        RunStatus status = run(backfill);

        assertThat(List.of(status.rows().changed(), status.rows().dead())).containsExactly(ROWS - 1L, 1L);
        assertThat(engine.deadLetters(status.run(), 9)).singleElement().satisfies(letter -> assertThat(letter.error())
                .contains("for column c is no "));
        assertThat(database.number(
                        "SELECT count(*) FROM a JOIN b USING (id) WHERE a.c IS b.c" + " AND typeof(a.c) = typeof(b.c)"))
                .isEqualTo(ROWS - 1L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ; ",
            quoteCharacter = '"',
            value = {
                "numeric ; CASE n % 3 WHEN 0 THEN n WHEN 1 THEN n / 8.0 ELSE 'n/a' END ; decimal(9,2)",
                "datetime ; '2024-01-01 00:00:' || n ; date",
                "'' ; CASE n % 4 WHEN 0 THEN n WHEN 1 THEN n * 1.0 WHEN 2 THEN n || '' ELSE x'00' END ; ''",
                "text ; CAST(x'61ff' AS text) || n ; text",
                "text ; 'a' || char(0) || n ; text",
                "real ; CASE n % 2 WHEN 0 THEN 9e999 ELSE n END ; float",
            })
    void copiesWhatIsMeantToTheByte(String from, String expression, String into) {
        tables(from.replace("'", ""), expression, into.replace("'", ""));

        RunStatus status = run(copy(OnConflict.UPDATE, "c"));

        assertThat(status.rows().dead()).isZero();
        for (int id = 1; id <= 8; id++) {
            assertThat(stored("b", id)).isEqualTo(stored("a", id));
        }
        assertThat(run(copy(OnConflict.UPDATE, "c")).rows().changed()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ; ",
            quoteCharacter = '"',
            value = {
                "int ; c ; text ; gives integer, and the column is text of any length",
                "numeric ; c ; int ; gives SQLite's numeric, and the column is integer",
                "numeric ; c ; text ; gives SQLite's numeric, and the column is text",
                "int ; c / 2.0 ; int ; gives double precision, and the column is integer",
                "int ; c ; real ; gives integer, and the column is double precision",
                "text ; c ; blob ; gives text of any length, and the column is blob",
                "int ; c || '' ; decimal(9,2) ; gives text of any length, and the column is SQLite's numeric",
                "int ; CASE WHEN c % 2 = 0 THEN c ELSE 'odd' END ; int ; gives values of several kinds: integer, text",
            })
    void refusesByColumnWhatWouldBecomeSomethingElse(String from, String expression, String into, String message) {
        tables(from, "n", into);

        assertThatThrownBy(() -> run(copy(OnConflict.SKIP, expression))).hasMessageContaining(message);
        assertThat(database.number("SELECT count(*) FROM b")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ; ",
            quoteCharacter = '"',
            value = {
                "int ; CAST(c AS text) ; text ; text '33'",
                "int ; CAST(c AS real) ; real ; real 33.0",
                "numeric ; CAST(c AS int) ; bigint ; integer 33",
                "int ; NULL ; blob ; null NULL",
                "int ; c * 1.0 ; numeric ; integer 33",
            })
    void copiesWhatTheExpressionSays(String from, String expression, String into, String expected) {
        tables(from, "n", into);
        database.run("UPDATE a SET c = NULL WHERE id < 20");

        run(copy(OnConflict.UPDATE, expression));

        assertThat(stored("b", 33)).isEqualTo(expected);
        assertThat(run(copy(OnConflict.UPDATE, expression)).rows().changed()).isZero();
    }

    /** Nothing that an index says about whom it meets becomes of a copy. */
    @ParameterizedTest
    @EnumSource(OnConflict.class)
    void aRowIsNeitherReplacedNorIgnoredBecauseAnIndexSaysSo(OnConflict onConflict) {
        tables("int", "n", "int UNIQUE ON CONFLICT REPLACE");
        database.run("INSERT INTO b VALUES (-1, 7)");

        RunStatus status = run(copy(onConflict, "c"));

        assertThat(List.of(status.rows().changed(), status.rows().dead())).containsExactly(ROWS - 1L, 1L);
        assertThat(stored("b", -1)).isEqualTo("integer 7");

        database.run(
                "DROP TABLE b",
                "CREATE TABLE b (id int PRIMARY KEY ON CONFLICT IGNORE, c int UNIQUE ON CONFLICT IGNORE)");
        database.run("INSERT INTO b VALUES (-1, 7)");
        assertThat(run(copy(onConflict, "c")).rows().dead()).isEqualTo(1);
    }

    @Test
    void knowsARowThatSomebodyChangedIntoAnotherStorageClass() {
        tables("", "n", "");
        Backfill backfill = copy(OnConflict.UPDATE, "c");
        RunStatus status = run(backfill);
        database.run("UPDATE b SET c = c || '' WHERE id = 9", "UPDATE b SET c = c * 1.0 WHERE id = 11");

        assertThat(engine.verify(status.run(), backfill, signal -> {})
                        .verification()
                        .checks())
                .filteredOn(check -> check.name().equals("copied"))
                .singleElement()
                .satisfies(check -> assertThat(check.keys()).containsExactly("[\"9\"]", "[\"11\"]"));
        engine.repair(status.run(), backfill, RunOptions.NONE, "test", signal -> {});
        assertThat(List.of(stored("b", 9), stored("b", 11))).containsExactly("integer 9", "integer 11");
    }
}
