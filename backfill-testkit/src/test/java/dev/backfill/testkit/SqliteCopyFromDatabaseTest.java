package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
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
import dev.backfill.run.Verification;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values that either SQLite or a server cannot hold, between the two. */
class SqliteCopyFromDatabaseTest {
    private static final PostgresServer POSTGRES = PostgresServer.start();

    private final SqliteFixture file = new SqliteFixture("wal");
    private final String url = POSTGRES.createDatabase();

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    @AfterEach
    void close() throws Exception {
        file.close();
    }

    private Database server() {
        return Databases.open(new DatabaseSettings("server", url, null, null, null, 8));
    }

    private Database file() {
        return Databases.open(new DatabaseSettings("file", file.url(), null, null, null, 8));
    }

    private void onServer(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private BackfillEngine engine() {
        return Engines.create(Map.of("server", server(), "file", file()), null);
    }

    private static Backfill copy(String database, String from) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "id");
        columns.put("c", "c");
        Work work = new Work.Copy(from, new TableName(null, "b"), columns, OnConflict.UPDATE);
        return Backfill.builder("fill", database, new TableName(null, "a"), work)
                .chunk(new ChunkLimits(7, 100, Duration.ofMillis(200)))
                .build();
    }

    private static void assertDead(BackfillEngine engine, Backfill backfill, long rows, String... keys) {
        RunStatus status = engine.start(backfill, RunOptions.NONE, "test", signal -> {});
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        assertThat(List.of(status.rows().scanned(), status.rows().changed())).containsExactly(rows, rows - keys.length);
        assertThat(engine.deadLetters(status.run(), 9))
                .extracting(letter -> letter.key().parts().get(0))
                .containsExactlyInAnyOrder(keys);
        assertThat(status.verification().state()).isNotEqualTo(Verification.State.FAILED);
    }

    @Test
    void numbersThatAFileDoesNotStoreBecomeDeadLetters() throws Exception {
        onServer(
                "CREATE TABLE a (id int PRIMARY KEY, c float8)",
                "INSERT INTO a SELECT n, n / 3.0 FROM generate_series(1, 40) AS n",
                "UPDATE a SET c = 'NaN' WHERE id = 7",
                "UPDATE a SET c = '-0' WHERE id = 8");
        file.run("CREATE TABLE b (id int PRIMARY KEY, c real)");

        try (BackfillEngine engine = engine()) {
            assertDead(engine, copy("file", "server"), 40, "7", "8");
        }
    }

    @Test
    void valuesThatTheirColumnDoesNotMeanBecomeDeadLetters() throws Exception {
        file.run(
                "CREATE TABLE a (id int PRIMARY KEY, c text)",
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 40)"
                        + " INSERT INTO a SELECT n, 'text \ufffd ' || n FROM s",
                "UPDATE a SET c = x'61' WHERE id = 3",
                "UPDATE a SET c = CAST(x'61ff' AS text) WHERE id = 4",
                "UPDATE a SET c = 'a' || char(0) WHERE id = 5");
        onServer("CREATE TABLE b (id bigint PRIMARY KEY, c text)");

        try (BackfillEngine engine = engine()) {
            assertDead(engine, copy("server", "file"), 40, "3", "4", "5");
        }
    }

    @Test
    void aKeyByWhichNoServerWouldFindARowIsRefusedBeforeAnythingIsWritten() throws Exception {
        file.run(
                "CREATE TABLE a (id int PRIMARY KEY, c text)", "INSERT INTO a VALUES (1, 'x'), ('one', 'y'), (3, 'z')");
        onServer("CREATE TABLE b (id bigint PRIMARY KEY, c text)");

        try (BackfillEngine engine = engine()) {
            assertThatThrownBy(() -> engine.start(copy("server", "file"), RunOptions.NONE, "test", signal -> {}))
                    .hasMessageContaining("key column id has a value that is no integer");
        }
        try (var connection = DriverManager.getConnection(url);
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM b")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isZero();
        }
    }
}
