package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stated rate holds over any two seconds of commits, by the server's own account of when they happened. */
class SmoothnessDatabaseTest {
    private static final int SECONDS = 7;
    private static final long WINDOW_MICROS = 2_000_000;
    private static final double TOLERANCE = 0.1;
    private static PostgresServer server;

    private record Commit(long micros, long rows) {}

    @BeforeAll
    static void startServer() {
        server = PostgresServer.startTimingCommits();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /**
     * @param reached false if a slow machine may not get that far, so that only the limit can be asserted
     */
    @ParameterizedTest
    @CsvSource({"500, true", "5000, true", "50000, false"})
    void anyTwoSecondsHaveTwiceTheRate(int rowsPerSecond, boolean reached) throws Exception {
        List<Commit> commits = commitsOfARunAt(rowsPerSecond);
        long wanted = rowsPerSecond * WINDOW_MICROS / 1_000_000;
        List<Long> windows = windows(commits);
        long most = windows.stream().mapToLong(w -> w).max().orElseThrow();
        long[] whole = windowsBefore(commits.get(commits.size() - 1).micros(), commits);
        System.out.printf(
                "%d rows/s: %d commits; two seconds have %d to %d rows, half of them at least %d%n",
                rowsPerSecond, commits.size(), whole[0], most, whole[whole.length / 2]);

        assertThat(most).as("rows in the fullest two seconds").isLessThanOrEqualTo((long) (wanted * (1 + TOLERANCE)));
        if (reached) {
            // a machine that stands still for a moment takes some of them with it, and nothing is caught up
            assertThat(whole[whole.length / 2])
                    .as("rows in half of all two seconds")
                    .isGreaterThanOrEqualTo((long) (wanted * (1 - TOLERANCE)));
        }
    }

    /** Rows of the two seconds that begin with each commit. */
    private static List<Long> windows(List<Commit> commits) {
        return commits.stream().map(first -> rows(commits, first.micros())).toList();
    }

    /** The same for those that end before the moment, sorted. */
    private static long[] windowsBefore(long end, List<Commit> commits) {
        return commits.stream()
                .map(Commit::micros)
                .filter(from -> from + WINDOW_MICROS <= end)
                .mapToLong(from -> rows(commits, from))
                .sorted()
                .toArray();
    }

    private static long rows(List<Commit> commits, long from) {
        return commits.stream()
                .filter(c -> c.micros() >= from && c.micros() < from + WINDOW_MICROS)
                .mapToLong(Commit::rows)
                .sum();
    }

    private static List<Commit> commitsOfARunAt(int rowsPerSecond) throws SQLException {
        String url = server.createDatabase();
        int rows = rowsPerSecond * SECONDS;
        Counted.create(url, rows);
        Backfill backfill = Backfill.builder(
                        "smooth", "app", TableName.parse("counted"), new Work.Set(Map.of("counter", "counter + 1")))
                .build();
        try (BackfillEngine engine = Engines.create(
                Map.of("app", Databases.open(new DatabaseSettings("app", url, null, null, null, 8))),
                null,
                ChunkProbe.NONE)) {
            RunStatus end = engine.start(backfill, new RunOptions(2, rowsPerSecond, null), "test", signal -> {});
            assertThat(end.state()).as("%s", end).isEqualTo(RunState.SUCCEEDED);
            assertThat(end.rows().scanned()).isEqualTo(rows);
        }
        return commits(url);
    }

    private static List<Commit> commits(String url) throws SQLException {
        List<Commit> commits = new ArrayList<>();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint, scanned"
                                + " FROM backfill_chunk WHERE scanned > 0 ORDER BY 1")) {
            while (rows.next()) {
                commits.add(new Commit(rows.getLong(1), rows.getLong(2)));
            }
        }
        return commits;
    }
}
