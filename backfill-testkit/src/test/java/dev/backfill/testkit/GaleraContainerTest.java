package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Health;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster of two servers, of which the second keeps the first one waiting as soon as it is behind. */
class GaleraContainerTest {
    private static final int ROWS = 20_000;

    private MariaCluster cluster;
    private String url;

    @BeforeEach
    void fill() throws SQLException {
        cluster = MariaCluster.start();
        url = cluster.createDatabase();
        Sql.run(url, "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)");
        Sql.run(url, "INSERT INTO t SELECT seq, 0 FROM seq_1_to_" + ROWS);
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theTimeForWhichNobodyMayWriteIsSeen() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (Database database = open();
                Health health = database.health(database.describe(new TableName(null, "t")))) {
            double before = health.internals().flowControlSeconds().orElseThrow();
            CompletableFuture<?> writers =
                    CompletableFuture.allOf(writer(0, enough), writer(1, enough), writer(2, enough));
            double now = before;
            while (now <= before && !writers.isDone()) {
                now = health.internals().flowControlSeconds().orElseThrow();
            }
            enough.set(true);
            writers.join();

            assertThat(now).isGreaterThan(before);
        }
    }

    @Test
    void aBackfillIsRehearsedRunAndVerified() throws Exception {
        Backfill backfill = Backfill.builder(
                        "fill", "app", new TableName(null, "t"), new Work.Set(Map.of("n", "id + 1")))
                .build();
        try (BackfillEngine engine = Engines.create(Map.of("app", open()), null)) {
            RunStatus rehearsed = engine.rehearse(backfill, RunOptions.NONE, true, signal -> {})
                    .status();
            assertThat(rehearsed.rows().changed()).isEqualTo(ROWS);
            assertThat(Sql.number(url, "SELECT count(*) FROM t WHERE n <> 0")).isZero();

            RunStatus done = engine.start(backfill, RunOptions.NONE, "test", signal -> {});
            assertThat(done.state()).as("%s", done).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(Sql.number(url, "SELECT count(*) FROM t WHERE n = id + 1")).isEqualTo(ROWS);
    }

    private Database open() {
        return Databases.open(new DatabaseSettings("app", url, null, null, null, 4));
    }

    /** Writes to rows of its own for a minute, or until somebody has seen enough. */
    private CompletableFuture<Void> writer(int share, AtomicBoolean enough) {
        long end = System.nanoTime() + 60_000_000_000L;
        return CompletableFuture.runAsync(() -> {
            while (!enough.get() && System.nanoTime() < end) {
                try {
                    Sql.run(url, "UPDATE t SET n = n + 1 WHERE id % 3 = " + share);
                } catch (SQLException e) {
                    // the cluster may choose it as the one that gives way
                    assertThat(e.getSQLState()).isEqualTo("40001");
                }
            }
        });
    }
}
