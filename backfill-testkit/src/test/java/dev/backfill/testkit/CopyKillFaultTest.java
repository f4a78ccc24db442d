package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Limits;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunId;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGKILL to the process that copies from another database and transforms on the way, again and again during one run. */
@Timeout(300)
class CopyKillFaultTest {
    private static final int ROWS = 20_000;
    /** Every hundredth is refused by the transform, and the one behind it by the table. */
    private static final int DEAD = 2 * ROWS / 100;

    private static final int KILLS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RunId RUN = new RunId("fill-1");

    /** The number in a text. */
    private static final class Numbers implements Transform {
        @Override
        public List<String> reads() {
            return List.of();
        }

        @Override
        public List<String> writes() {
            return List.of("n");
        }

        @Override
        public Outcome apply(Row row) {
            int number = Integer.parseInt(String.valueOf(row.text("n")));
            return number % 100 == 0
                    ? new Outcome.Rejected("a hundred")
                    : new Outcome.Changed(Map.of("n", number % 100 == 1 ? "none" : number));
        }
    }

    private static Backfill backfill(@Nullable Integer rate) {
        Map<String, String> columns = new LinkedHashMap<>(Map.of("id", "id"));
        columns.put("n", "t.id::text");
        Work work = new Work.Copy(
                "from", TableName.parse("b"), columns, OnConflict.FAIL, new Work.Rows("numbers", new Numbers()));
        return Backfill.builder("fill", "into", TableName.parse("a"), work)
                .chunk(new ChunkLimits(100, 100, Duration.ofMillis(500)))
                .limits(new Limits(rate, DEAD))
                .build();
    }

    private static BackfillEngine engine(String into, String from, ChunkProbe probe) {
        return Engines.create(
                Map.of(
                        "into", Databases.open(new DatabaseSettings("into", into, null, null, null, 8)),
                        "from", Databases.open(new DatabaseSettings("from", from, null, null, null, 8))),
                null,
                probe);
    }

    /** The process that is killed. */
    public static final class Copying {
        private Copying() {}

        public static void main(String[] arguments) {
            AtomicBoolean committed = new AtomicBoolean();
            ChunkProbe telling = moment -> {
                if (moment == Moment.AFTER_COMMIT && committed.compareAndSet(false, true)) {
                    System.out.println(EngineProcess.WORKING);
                }
            };
            Integer rate = arguments[3].equals("0") ? null : Integer.valueOf(arguments[3]);
            try (BackfillEngine engine = engine(arguments[1], arguments[2], telling)) {
                RunStatus status = arguments[0].equals("START")
                        ? engine.start(backfill(rate), RunOptions.NONE, "test", signal -> {})
                        : engine.resume(RUN, backfill(rate), true, "test", signal -> {});
                System.out.println(EngineProcess.ENDED + status.state() + " " + status.reason());
            }
        }
    }

    @Test
    void eachRowIsThereOnceOrADeadLetterHoweverOftenTheProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (PostgresServer server = PostgresServer.start()) {
            String from = server.createDatabase();
            String into = server.createDatabase();
            Sql.run(from, "CREATE TABLE a AS SELECT i AS id FROM generate_series(1, " + ROWS + ") AS i");
            Sql.run(from, "ALTER TABLE a ADD PRIMARY KEY (id)");
            Sql.run(into, "CREATE TABLE b (id bigint PRIMARY KEY, n int NOT NULL)");

            for (int kill = 0; kill < KILLS; kill++) {
                String verb = kill == 0 ? "START" : "TAKE_OVER";
                try (JavaProcess process = JavaProcess.start(Copying.class, verb, into, from, "5000")) {
                    process.awaitLine(EngineProcess.WORKING, PATIENCE);
                    Thread.sleep(random.nextInt(200));
                    process.kill();
                }
            }
            assertThat(Sql.number(into, "SELECT count(*) FROM b"))
                    .as("rows copied while it was being killed")
                    .isBetween(1L, ROWS - DEAD - 1L);
            Sql.run(into, "UPDATE backfill_run SET rows_per_second_limit = NULL");
            try (JavaProcess last = JavaProcess.start(Copying.class, "TAKE_OVER", into, from, "0")) {
                last.awaitLine(EngineProcess.ENDED + "SUCCEEDED", PATIENCE.multipliedBy(3));
            }
            assertDone(into, from);
        }
    }

    private static void assertDone(String into, String from) throws SQLException {
        assertThat(Sql.number(into, "SELECT count(*) FROM b WHERE n = id")).isEqualTo(ROWS - DEAD);
        assertThat(Sql.number(into, "SELECT count(*) FROM b")).isEqualTo(ROWS - DEAD);
        try (BackfillEngine engine = engine(into, from, ChunkProbe.NONE)) {
            RunStatus status = engine.status(RUN);
            assertThat(List.of(
                            status.rows().scanned(),
                            status.rows().changed(),
                            status.rows().dead()))
                    .containsExactly((long) ROWS, (long) ROWS - DEAD, (long) DEAD);
            assertThat(engine.deadLetters(RUN, ROWS))
                    .hasSize(DEAD)
                    .allMatch(letter -> Integer.parseInt(letter.key().parts().get(0)) % 100 < 2);
            assertThat(engine.verify(RUN, backfill(null), signal -> {})
                            .verification()
                            .state())
                    .isEqualTo(Verification.State.PASSED);
        }
    }
}
