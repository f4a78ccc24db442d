package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.contract.TestDialect.Lack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No write of the application is lost, and none is answered with a value made of an older one. */
public abstract class ConcurrencyContract extends EngineContract {
    private static final int ROWS = 4000;
    private static final int WRITERS = 3;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong increments = new AtomicLong();

    private void table() {
        database.create(
                "t",
                "id int PRIMARY KEY, counter bigint NOT NULL DEFAULT 0, source text, derived text",
                ROWS,
                "n, 0, 'v0', NULL");
    }

    /** Counts and edits at random until the run is over, one row per commit, as an application does. */
    private Callable<Void> writer(int seed) {
        return () -> {
            Random random = new Random(seed);
            try (Connection connection = database.connect();
                    PreparedStatement count =
                            connection.prepareStatement("UPDATE t SET counter = counter + 1 WHERE id = ?");
                    PreparedStatement edit = connection.prepareStatement("UPDATE t SET source = ? WHERE id = ?")) {
                for (int i = 1; !over.get(); i++) {
                    write(count, edit, random.nextInt(ROWS) + 1, "v" + seed + "." + i);
                }
            }
            return null;
        };
    }

    private void write(PreparedStatement count, PreparedStatement edit, int id, String source) throws SQLException {
        count.setInt(1, id);
        increments.addAndGet(count.executeUpdate());
        edit.setString(1, source);
        edit.setInt(2, id);
        edit.executeUpdate();
    }

    private RunStatus runBesideWriters(Backfill backfill) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<Void>> working = IntStream.range(0, WRITERS)
                    .mapToObj(i -> writers.submit(writer(i)))
                    .toList();
            RunStatus status = start(backfill);
            over.set(true);
            for (Future<Void> writer : working) {
                writer.get();
            }
            return status;
        } finally {
            over.set(true);
            writers.shutdown();
        }
    }

    /** Touched rows differ from their source again, so each row is judged by when it was done last. */
    @Test
    void losesNoWriteOfTheApplicationInRowWork() throws Exception {
        table();
        // the application keeps the new column right for what it writes, as after the expand step of a migration
        database.run(dialect().keepDerived());
        Columns upper = new Columns(
                List.of("source"),
                List.of("derived"),
                row -> new Outcome.Changed(
                        Map.of("derived", String.valueOf(row.text("source")).toUpperCase(java.util.Locale.ROOT))));

        RunStatus status = runBesideWriters(rows("t", upper).workers(3).build());

        assertThat(status.rows().dead()).isZero();
        assertThat(database.number("SELECT sum(counter) FROM t"))
                .isEqualTo(increments.get())
                .isPositive();
        assertThat(database.number("SELECT count(*) FROM t WHERE " + dialect().differs("derived", "upper(source)")))
                .isZero();
        assertThat(status.rows().scanned()).isEqualTo(ROWS);
    }

    /** The row's last read is older than a write of somebody else's, also one that the collation finds equal. */
    @ParameterizedTest
    @ValueSource(strings = {"'other'", "upper(source)", "concat(source, ' ')"})
    void readsAgainWhatWasWrittenBetweenReadingAndWriting(String write) {
        table();
        boolean alone = dialect().lacks().contains(Lack.SECOND_WRITERS);
        AtomicBoolean running = new AtomicBoolean();
        AtomicBoolean written = new AtomicBoolean();
        RunListener listener = signal -> {
            if (signal instanceof RunSignal.ChunkCommitted) {
                running.set(true);
            }
        };
        Columns shout = new Columns(List.of("id", "source"), List.of("source"), row -> {
            if (String.valueOf(ROWS).equals(String.valueOf(row.get("id")))
                    && running.get()
                    && !written.getAndSet(true)) {
                if (alone) {
                    assertThatThrownBy(() -> database.run("PRAGMA busy_timeout = 0", "UPDATE t SET source = 'lost'"))
                            .hasMessageContaining("locked");
                    return new Outcome.Changed(Map.of("source", row.text("source") + "!"));
                }
                database.run("UPDATE t SET source = " + write + " WHERE id = " + ROWS);
            }
            return new Outcome.Changed(Map.of("source", row.text("source") + "!"));
        });
        Oracle oracle = database.oracle("t")
                .update("SET source = " + (alone ? "source" : write) + " WHERE id = " + ROWS)
                .update("SET source = concat(source, '!')");

        RunStatus status = engine().start(rows("t", shout).workers(1).build(), RunOptions.NONE, ACTOR, listener);

        assertThat(written).isTrue();
        assertRows(status, ROWS, ROWS, 0);
        oracle.assertSame();
    }

    @Test
    void countsOnTopOfTheApplicationInRowWork() throws Exception {
        table();
        Columns hundredMore = new Columns(
                List.of("counter"),
                List.of("counter"),
                row -> new Outcome.Changed(
                        Map.of("counter", Long.parseLong(String.valueOf(row.get("counter"))) + 1000)));

        RunStatus status = runBesideWriters(rows("t", hundredMore).workers(3).build());

        assertRows(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT sum(counter) FROM t")).isEqualTo(increments.get() + 1000L * ROWS);
    }

    @Test
    void countsOnTopOfTheApplicationInSqlWork() throws Exception {
        table();

        RunStatus status = runBesideWriters(
                set("t", "counter", "counter + 1000").workers(3).build());

        assertRows(status, ROWS, ROWS, 0);
        assertThat(database.number("SELECT sum(counter) FROM t")).isEqualTo(increments.get() + 1000L * ROWS);
    }
}
