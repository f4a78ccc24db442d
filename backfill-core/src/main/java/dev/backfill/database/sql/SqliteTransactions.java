package dev.backfill.database.sql;

import com.zaxxer.hikari.HikariConfig;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The only place that begins, commits and rolls back. One connection writes; transactions that may write take the lock when
 * they begin, since one that has read already cannot wait for it any more.
 */
final class SqliteTransactions implements AutoCloseable {
    /** Nobody writes for so long: what may take this long only reads, and takes no lock. */
    private static final Duration READING = Duration.ofMinutes(1);
    /** A glance, which may wait for a chunk. */
    private static final TransactionOptions LOOK =
            new TransactionOptions(Duration.ofSeconds(1), Duration.ofSeconds(5), false, false);

    private static final String WRITING = "BEGIN IMMEDIATE";
    private static final String SNAPSHOT = "BEGIN";
    /** The file must be there; names may be addresses. By SQLITE_OPEN_READWRITE and SQLITE_OPEN_URI. */
    private static final int OPEN_MODE = 0x02 | 0x40;
    /** Kibibytes of pages in memory, with a minus as SQLite wants it: chunks should not be read twice. */
    private static final int CACHE = -65_536;

    private final DatabaseSettings settings;
    private final SqliteFile file;
    private final SqliteFailures failures;
    private final SqliteTurn turn;
    private final LazyPool writing;
    private final LazyPool reading;
    private final SqliteRehearsal rehearsal;
    private @Nullable Connection seenOn;
    private long seenVersion;
    private long seenCommits;

    SqliteTransactions(DatabaseSettings settings, SqliteFile file) {
        this.settings = settings;
        this.file = file;
        this.failures = new SqliteFailures(settings.name());
        this.turn = SqliteTurn.of(file.path());
        this.writing = new LazyPool(settings, failures, () -> pool("", 1));
        this.reading = new LazyPool(settings, failures, () -> pool("-reading", settings.connections()));
        this.rehearsal = new SqliteRehearsal(file, failures);
    }

    /** Waits for others as the options say, but never for less than what keeps a chunk of ours from ending. */
    <T extends @Nullable Object> T commit(TransactionOptions options, Function<Session, T> body) {
        file.require();
        if (longRead(options)) {
            return read(options, body);
        }
        return inTurn(options, () -> {
            try (Connection connection = writing.get().getConnection()) {
                limit(connection, options);
                return transaction(connection, WRITING, options, body);
            }
        });
    }

    private static boolean longRead(TransactionOptions options) {
        return options.statementTimeout().compareTo(READING) >= 0;
    }

    /** A snapshot that keeps nobody from writing, where there is a write-ahead log. */
    <T extends @Nullable Object> T read(TransactionOptions options, Function<Session, T> body) {
        file.require();
        try (Connection connection = reading.get().getConnection()) {
            execute(connection, "PRAGMA busy_timeout = " + options.lockTimeout().toMillis());
            return transaction(connection, SNAPSHOT, options, body);
        } catch (SQLException e) {
            throw failures.translateUnprepared(e);
        }
    }

    /** The same on a connection that cannot write. */
    <T extends @Nullable Object> T onlyRead(TransactionOptions options, Function<Session, T> body) {
        return read(options, session -> {
            Connection connection = ((SqliteSession) session).connection();
            try {
                execute(connection, "PRAGMA query_only = true");
                try {
                    return body.apply(session);
                } finally {
                    execute(connection, "PRAGMA query_only = false");
                }
            } catch (SQLException e) {
                throw failures.translateUnprepared(e);
            }
        });
    }

    <T extends @Nullable Object> T rehearse(TransactionOptions options, Function<Session, T> body) {
        file.require();
        if (!longRead(options)) {
            return inTurn(options, () -> rehearsal.run(WRITING, options, body));
        }
        // others may write meanwhile; if the body does too, it is told that somebody was first
        try (SqliteRehearsal own = new SqliteRehearsal(file, failures)) {
            return own.run(SNAPSHOT, options, body);
        } catch (SQLException e) {
            throw failures.translateUnprepared(e);
        }
    }

    private <T extends @Nullable Object> T inTurn(TransactionOptions options, Work<T> work) {
        turn.enter(options.lockTimeout().plus(options.statementTimeout()));
        long begin = System.nanoTime();
        try {
            return work.run();
        } catch (SQLException e) {
            throw failures.translateUnprepared(e);
        } finally {
            turn.leave(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private <T extends @Nullable Object> T transaction(
            Connection connection, String beginning, TransactionOptions options, Function<Session, T> body)
            throws SQLException {
        SqliteSession session =
                new SqliteSession(connection, failures, JdbcSession.Guard.NONE, options.statementTimeout());
        boolean writes = beginning.equals(WRITING);
        if (writes) {
            SqliteLock.begin(connection, beginning, options.lockTimeout());
        } else {
            execute(connection, beginning);
        }
        SqliteWatch.begin(session);
        T result;
        try {
            if (writes) {
                lookForOthers(connection);
            }
            result = body.apply(session);
            session.refuseIfFailed();
        } catch (Throwable e) {
            rollBack(connection, e);
            throw e;
        } finally {
            SqliteWatch.end(session);
        }
        try {
            execute(connection, "COMMIT");
        } catch (SQLException e) {
            rollBack(connection, e);
            throw failures.translateCommit(e);
        }
        if (writes) {
            seenCommits = turn.committed();
        }
        return result;
    }

    /** A version of the file that neither this connection nor another of this process has written is somebody else's. */
    private void lookForOthers(Connection connection) throws SQLException {
        Connection real = connection.unwrap(Connection.class);
        long version = number(connection, "PRAGMA data_version");
        if (real == seenOn && version != seenVersion && seenCommits == turn.commits()) {
            turn.othersWrote();
        }
        seenOn = real;
        seenVersion = version;
        seenCommits = turn.commits();
    }

    /** Looks whether somebody outside of this process has written in the last seconds. */
    boolean othersWrite() {
        file.require();
        return inTurn(LOOK, () -> {
            try (Connection connection = writing.get().getConnection()) {
                execute(
                        connection,
                        "PRAGMA busy_timeout = " + LOOK.lockTimeout().toMillis());
                lookForOthers(connection);
                return turn.othersWrite();
            }
        });
    }

    /** Answers a question of an author's, on a connection that cannot write. */
    <T> T ask(String sql, Duration patience, HealthConnection.Look<T> look) {
        file.require();
        try (Connection connection = reading.get().getConnection()) {
            SqliteSession session = new SqliteSession(connection, failures, JdbcSession.Guard.NONE, patience);
            execute(connection, "PRAGMA busy_timeout = " + patience.toMillis());
            execute(connection, "PRAGMA query_only = true");
            session.sent(sql);
            SqliteWatch.begin(session);
            try {
                return look.at(connection);
            } finally {
                SqliteWatch.end(session);
                execute(connection, "PRAGMA query_only = false");
            }
        } catch (SQLException e) {
            throw failures.translateUnprepared(e);
        }
    }

    /** Commits a transaction of one statement and says how long its COMMIT took, in nanoseconds. */
    long commit(String statement, Duration patience) {
        TransactionOptions options = new TransactionOptions(patience, patience, false, false);
        return inTurn(options, () -> {
            try (Connection connection = writing.get().getConnection()) {
                limit(connection, options);
                SqliteLock.begin(connection, WRITING, patience);
                try {
                    lookForOthers(connection);
                    execute(connection, statement);
                    long begin = System.nanoTime();
                    execute(connection, "COMMIT");
                    long took = System.nanoTime() - begin;
                    seenCommits = turn.committed();
                    return took;
                } catch (SQLException e) {
                    rollBack(connection, e);
                    throw e;
                }
            }
        });
    }

    /**
     * With a write-ahead log a transaction that may be lost in a crash of the machine need not wait for the disk. Without
     * one it must: a crash could leave the file torn.
     */
    private static void limit(Connection connection, TransactionOptions options) throws SQLException {
        boolean log = text(connection, "PRAGMA journal_mode").equals("wal");
        execute(connection, "PRAGMA synchronous = " + (log && options.relaxedDurability() ? "NORMAL" : "FULL"));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(text(connection, sql));
    }

    /** A trigger may have rolled back already, and then there is nothing to roll back. */
    static void rollBack(Connection connection, Throwable why) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    DatabaseException translate(SQLException failure) {
        return failures.translateUnprepared(failure);
    }

    private HikariConfig pool(String suffix, int connections) {
        HikariConfig config = LazyPool.config(settings, suffix, connections);
        config.setJdbcUrl(file.url());
        config.setUsername(null);
        config.setPassword(null);
        properties().forEach((name, value) -> config.addDataSourceProperty(String.valueOf(name), value));
        return config;
    }

    /**
     * Foreign keys are enforced whether the application has them enforced or not: a reference that is broken here would
     * stay so.
     */
    static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("open_mode", Integer.toString(OPEN_MODE));
        properties.setProperty("foreign_keys", "true");
        properties.setProperty("busy_timeout", "5000");
        properties.setProperty("cache_size", Integer.toString(CACHE));
        properties.setProperty("temp_store", "MEMORY");
        return properties;
    }

    @Override
    public void close() {
        writing.close();
        reading.close();
        rehearsal.close();
    }

    private interface Work<T extends @Nullable Object> {
        T run() throws SQLException;
    }
}
