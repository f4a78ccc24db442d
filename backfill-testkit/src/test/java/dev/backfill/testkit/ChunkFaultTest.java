package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.database.FailureClass;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Limits;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures at one chosen place of one chosen chunk. Run state is kept in another database by another way. */
class ChunkFaultTest {
    private static PostgresServer server;

    private final List<RunSignal.Retried> retries = new ArrayList<>();
    private final AtomicLong scanned = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private String direct;
    private TcpProxy proxy;
    private EngineOrder order;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startProxy() {
        direct = server.createDatabase();
        proxy = TcpProxy.to(server.port());
        order = EngineOrder.on(proxy.through(direct), server.createDatabase(), "chunk")
                .workers(1);
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    /**
     * The burial's COMMIT is answered by a broken connection, and the ledger cannot be asked for a while: it must be
     * found there afterwards, and no other row be buried in its stead.
     */
    @Test
    void aBurialWhoseAnswerIsLostBuriesNoOtherRow() throws Exception {
        int rows = 20;
        int bad = 7;
        Counted.create(direct, rows);
        Sql.run(direct, "ALTER TABLE counted ADD CHECK (id <> " + bad + " OR counter = 0)");
        AtomicBoolean burying = new AtomicBoolean();
        AtomicInteger lost = new AtomicInteger();
        RunListener network = signal -> {
            if (signal instanceof RunSignal.Retried r && r.failureClass() == FailureClass.CONNECTION) {
                int nth = lost.incrementAndGet();
                if (nth == 1) {
                    proxy.refuse();
                } else if (nth == 2) {
                    proxy.restore();
                }
            } else if (signal instanceof RunSignal.Retried r) {
                burying.set(r.failureClass() == FailureClass.DATA);
            }
        };
        ChunkProbe cut = moment -> {
            if (moment == Moment.BEFORE_COMMIT && burying.getAndSet(false)) {
                proxy.cutAtCommit(1, Cut.AFTER_COMMIT);
            }
        };

        RunStatus status = run(backfill(1, 3), cut, network);

        assertThat(lost).as("connections lost").hasValueGreaterThanOrEqualTo(2);
        assertSucceeded(status, rows, 1);
        assertThat(deadKeys(status)).containsExactly(Integer.toString(bad));
        assertThat(Sql.text(direct, "SELECT string_agg(id::text, ',') FROM counted WHERE counter <> 1"))
                .isEqualTo(Integer.toString(bad));
    }

    @Test
    void tooLittleMemoryHalvesTheChunk() throws Exception {
        int rows = 1_000;
        Counted.create(direct, rows);
        AtomicInteger full = new AtomicInteger(2);
        ChunkProbe memory = moment -> {
            if (moment == Moment.BEFORE_COMMIT && full.getAndDecrement() > 0) {
                throw new OutOfMemoryError("not really");
            }
        };

        RunStatus status = run(backfill(100, 0), memory, signal -> {});

        assertSucceeded(status, rows, 0);
        assertThat(Sql.text(direct, "SELECT scanned FROM backfill_chunk WHERE partition_no = 1 AND chunk_no = 1"))
                .as("half of a half")
                .isEqualTo("25");
        assertThat(retries)
                .containsExactly(
                        new RunSignal.Retried(
                                FailureClass.CONTENTION, "too little memory for a chunk of this many rows"),
                        new RunSignal.Retried(
                                FailureClass.CONTENTION, "too little memory for a chunk of this many rows"));
        assertThat(Sql.number(direct, "SELECT count(*) FROM counted WHERE counter = 1"))
                .isEqualTo(rows);
    }

    private RunStatus run(Backfill backfill, ChunkProbe probe, RunListener listener) {
        try (BackfillEngine engine = order.unguarded(probe)) {
            return engine.start(backfill, RunOptions.NONE, "test", signal -> {
                if (signal instanceof RunSignal.ChunkCommitted chunk) {
                    scanned.addAndGet(chunk.scanned());
                    dead.addAndGet(chunk.dead());
                } else if (signal instanceof RunSignal.Retried retried) {
                    retries.add(retried);
                }
                listener.on(signal);
            });
        }
    }

    private Backfill backfill(int chunk, int maxDeadLetters) {
        return Backfill.builder(
                        order.name(),
                        "app",
                        TableName.parse(order.table()),
                        new Work.Set(Map.of("counter", "counter + 1")))
                .chunk(new ChunkLimits(chunk, chunk, Duration.ofMillis(500)))
                .workers(1)
                .limits(new Limits(null, maxDeadLetters))
                .build();
    }

    private void assertSucceeded(RunStatus status, int rows, int deadRows) throws SQLException {
        assertThat(status.state()).as("%s", status.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(status.rows().scanned()).isEqualTo(rows);
        assertThat(status.rows().changed()).isEqualTo(rows - deadRows);
        assertThat(status.rows().dead()).isEqualTo(deadRows);
        assertThat(scanned).as("rows that listeners heard of").hasValue(rows);
        assertThat(dead).as("dead letters that listeners heard of").hasValue(deadRows);
    }

    private List<String> deadKeys(RunStatus status) {
        EngineOrder past = EngineOrder.on(direct, order.control(), order.name());
        try (BackfillEngine engine = past.engine(ChunkProbe.NONE)) {
            return engine.deadLetters(status.run(), 100).stream()
                    .map(DeadLetter::key)
                    .map(key -> String.join(",", key.parts()))
                    .toList();
        }
    }
}
