package dev.backfill.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** SQLite files in a directory of their own. Nothing runs; each database is a file. Thread-safe. */
public final class SqliteServer implements DatabaseServer {
    private final Path directory;
    private final String journal;
    private int databases;

    private SqliteServer(Path directory, String journal) {
        this.directory = directory;
        this.journal = journal;
    }

    /** With a write-ahead log, which lets others read while one writes. */
    public static SqliteServer start() {
        return start("wal");
    }

    /**
     * @param journal one of SQLite's journal modes, such as {@code delete}
     */
    public static SqliteServer start(String journal) {
        try {
            return new SqliteServer(Files.createTempDirectory("backfill-sqlite"), journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized String createDatabase() {
        String url = "jdbc:sqlite:" + directory.resolve("test_" + ++databases + ".db") + "?busy_timeout=120000";
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            // the mode is the file's own
            statement.execute("PRAGMA journal_mode = " + journal);
            statement.execute("VACUUM");
            return url;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void dropDatabases() {
        remove(file -> !file.equals(directory));
    }

    /** Removes the files. */
    @Override
    public void close() {
        remove(file -> true);
    }

    private void remove(Predicate<Path> which) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(which).sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
