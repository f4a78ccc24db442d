package dev.backfill.database.sql;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.OwnTables;
import dev.backfill.database.TransactionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever works with the control data does not notice that it is closed under them. */
class H2TransactionsTest {
    private static final int WRITERS = 3;
    private static final int CLOSED = 20;
    private static final int PAUSE_MILLIS = 150;

    private final AtomicLong numbers = new AtomicLong();

    @TempDir
    private Path directory;

    private H2Store store;
    private DatabaseSettings settings;

    @BeforeEach
    void place() throws Exception {
        Path file = directory.resolve("app.db");
        Files.createFile(file);
        store = new H2Store("app", file);
        settings = new DatabaseSettings("app", "jdbc:sqlite:app.db", null, null, null, 4);
    }

    /** What the death of a process does. */
    @Test
    @Timeout(120)
    void commitsOnceHoweverOftenWhoServesTheControlDataDies() throws Exception {
        assertThat(written("SHUTDOWN IMMEDIATELY"))
                .allSatisfy((n, times) -> assertThat(times).isOne());
    }

    /** What the end of a process does. A statement that begins just then may be committed without the others. */
    @Test
    @Timeout(120)
    void losesNothingHoweverOftenTheControlDataIsClosed() throws Exception {
        assertThat(written("SHUTDOWN"))
                .allSatisfy((n, times) -> assertThat(times).isPositive());
    }

    /** How often each row was written that somebody was told is written, by its number. */
    private Map<Long, Long> written(String closing) throws Exception {
        try (H2Transactions transactions = new H2Transactions(settings, store)) {
            new H2Home(settings, transactions, store).install(OwnTables.CONTROL);
            transactions.commit(TransactionOptions.CONTROL, s -> s.update("CREATE TABLE written (n bigint NOT NULL)"));
            AtomicBoolean over = new AtomicBoolean();
            Map<Long, Long> written = new TreeMap<>();
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                List<Future<List<Long>>> writers = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    writers.add(threads.submit(() -> write(transactions, over)));
                }
                close(closing);
                over.set(true);
                for (Future<List<Long>> writer : writers) {
                    writer.get().forEach(n -> written.put(n, 0L));
                }
            } finally {
                over.set(true);
                threads.shutdown();
            }
            transactions
                    .commit(TransactionOptions.READING, s -> s.query("SELECT n FROM written", row -> row.number(1)))
                    .forEach(n -> written.merge(n, 1L, Long::sum));
            return written;
        }
    }

    private List<Long> write(H2Transactions transactions, AtomicBoolean over) {
        List<Long> told = new ArrayList<>();
        while (!over.get()) {
            long next = numbers.incrementAndGet();
            transactions.commit(TransactionOptions.CONTROL, s -> s.update("INSERT INTO written (n) VALUES (?)", next));
            told.add(next);
        }
        return told;
    }

    private void close(String closing) throws InterruptedException {
        int times = 0;
        while (times < CLOSED) {
            MILLISECONDS.sleep(PAUSE_MILLIS);
            try (Connection connection = DriverManager.getConnection(store.url(), "backfill", store.password());
                    Statement statement = connection.createStatement()) {
                statement.execute(closing);
                times++;
            } catch (SQLException e) {
                // it was closing already, which H2 does not always know
                assertThat(e.getErrorCode())
                        .matches(code -> H2Failures.closed(code) || code == ErrorCode.GENERAL_ERROR_1);
            }
        }
    }

    /** CHECKPOINT is for administrators. */
    @Test
    void worksForSomebodyWhoIsNoAdministrator() throws Exception {
        String url = "jdbc:h2:" + directory.resolve("elsewhere");
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER app PASSWORD 'secret'");
            statement.execute("CREATE SCHEMA app AUTHORIZATION app");
        }
        DatabaseSettings theirs = new DatabaseSettings("control", url, "app", "secret", "APP", 4);
        try (H2Transactions transactions = new H2Transactions(theirs, null)) {
            H2Home home = new H2Home(theirs, transactions, null);
            home.install(OwnTables.CONTROL);
            int written = transactions.commit(
                    TransactionOptions.CONTROL,
                    s -> s.update("MERGE INTO " + home.table("backfill_turn") + " (turn_no) KEY (turn_no) VALUES (7)"));

            assertThat(written).isOne();
            assertThat(home.installed(OwnTables.CONTROL)).isTrue();
        }
    }
}
