package dev.backfill.bench.server;

import dev.backfill.bench.table.Content;
import dev.backfill.bench.table.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** SQLite files. Nothing runs: a database is a file in a directory of its own. */
public final class Sqlite implements Server {
    private static final List<Setting> SETTINGS = List.of(
            new Setting("journal_mode", "wal", "others may read meanwhile"),
            new Setting("synchronous", "NORMAL", "what goes with a write-ahead log; the engine sets it too"));

    private final Path home;
    private int copies;

    private Sqlite(Path home) {
        this.home = home;
    }

    /**
     * @param home a new directory on the disk to measure; removed at the end
     */
    public static Sqlite start(Path home) {
        try {
            return new Sqlite(Files.createDirectories(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Product product() {
        return Product.SQLITE;
    }

    @Override
    public String version() {
        return Statements.one("jdbc:sqlite::memory:", "SELECT sqlite_version()");
    }

    @Override
    public List<Setting> settings() {
        return SETTINGS;
    }

    @Override
    public Template template(Content content, long rows) {
        Path file = home.resolve("template_" + content.name() + "_" + rows + ".db");
        // with a rollback journal, which leaves one file
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            content.create(connection, rows);
            return new Template(this, file.toString(), content, content.untouched(connection, file.toString()), rows);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables could not be made", e);
        }
    }

    /** What was read while copying is in the system's memory; what was written is on the disk. */
    @Override
    public Copy copy(Template template) {
        Path own = home.resolve("copy_" + ++copies);
        try {
            Path file = Files.createDirectory(own).resolve("app.db");
            Files.copy(Path.of(template.name()), file);
            String url = "jdbc:sqlite:" + file + "?"
                    + String.join(
                            "&",
                            SETTINGS.stream()
                                    .map(s -> s.name() + "=" + s.value())
                                    .toList());
            Statements.run(url, "PRAGMA user_version = 1", "PRAGMA wal_checkpoint(TRUNCATE)");
            sync(file);
            return new Copy(own.getFileName().toString(), url, template);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void drop(Copy copy) {
        remove(home.resolve(copy.name()));
    }

    @Override
    public long logBytes() {
        return 0;
    }

    @Override
    public long checkpoints() {
        return 0;
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        remove(home);
    }
}
