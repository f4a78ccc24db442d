package dev.backfill.bench.server;

import dev.backfill.bench.table.Content;
import dev.backfill.bench.table.Product;
import dev.backfill.testkit.MariaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A durable MariaDB with a binary log. */
public final class Maria implements Server {
    static {
        // its driver logs whatever the server says
        System.setProperty("mariadb.logging.disable", "true");
    }

    private static final String DURABLE = "as in production";

    /** Of redo log; more than any side writes for one row. */
    private static final long LOG_BYTES_PER_ROW = 1500;

    /** The server itself dirties some all the time. */
    private static final int FEW_PAGES = 20;

    /** Pages per second, while nothing is measured. */
    private static final int WRITING_ALL = 100_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MariaServer server;
    private final Path data;
    private final List<Setting> settings;
    private int copies;

    private Maria(MariaServer server, Path data, List<Setting> settings) {
        this.server = server;
        this.data = data;
        this.settings = settings;
    }

    /**
     * @param home a new directory on the disk to measure; removed at the end
     * @param rows of the largest table
     */
    public static Maria start(Path home, long rows) {
        List<Setting> settings = settings(rows);
        MariaServer server = MariaServer.start(
                home,
                settings.stream()
                        .map(s -> s.name().equals("log_bin") ? "--log-bin=binlog" : "--" + s.name() + "=" + s.value())
                        .toArray(String[]::new));
        Maria maria = new Maria(server, home.resolve("data"), settings);
        maria.requireSettings();
        return maria;
    }

    private static List<Setting> settings(long rows) {
        long log = Math.max(Memory.gigabytes(1), Long.highestOneBit(rows * LOG_BYTES_PER_ROW) * 2);
        return List.of(
                new Setting("innodb_flush_log_at_trx_commit", "1", DURABLE),
                new Setting("sync_binlog", "1", DURABLE),
                new Setting("innodb_doublewrite", "ON", DURABLE),
                new Setting("log_bin", "ON", "what a server with a replica needs"),
                new Setting("binlog_format", "ROW", "all sides log the same, and as readers of changes need it"),
                new Setting(
                        "innodb_buffer_pool_size",
                        String.valueOf(Memory.gigabytes(Memory.quarter())),
                        "a quarter of the memory; holds the tables"),
                new Setting(
                        "innodb_log_file_size",
                        String.valueOf(log),
                        "no side is made to write pages because another has filled the log"),
                new Setting("innodb_stats_auto_recalc", "OFF", "it would run beside some sides only"));
    }

    @Override
    public Product product() {
        return Product.MARIADB;
    }

    @Override
    public String version() {
        return query("SELECT VERSION()");
    }

    @Override
    public List<Setting> settings() {
        return settings;
    }

    @Override
    public Template template(Content content, long rows) {
        String name = "template_" + content.name() + "_" + rows;
        execute("CREATE DATABASE " + name);
        try (Connection connection = DriverManager.getConnection(server.url(name))) {
            content.create(connection, rows);
            return new Template(this, name, content, content.untouched(connection, name), rows);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables could not be made", e);
        }
    }

    @Override
    public Copy copy(Template template) {
        String name = "copy_" + ++copies;
        execute("CREATE DATABASE " + name);
        for (String table : Statements.list(server.url(template.name()), "SHOW TABLES")) {
            bring(template.name(), table, name);
            warm(name, table);
        }
        settle();
        return new Copy(name, server.url(name), template);
    }

    /** The table's file is copied: which row lies on which page, and how full pages are, is the template's. */
    private void bring(String template, String table, String database) {
        execute(
                "CREATE TABLE " + database + "." + table + " LIKE " + template + "." + table,
                "ALTER TABLE " + database + "." + table + " DISCARD TABLESPACE");
        String source = server.url(template);
        try (Connection connection = DriverManager.getConnection(source);
                var statement = connection.createStatement()) {
            statement.execute("FLUSH TABLES " + table + " FOR EXPORT");
            for (String suffix : List.of(".ibd", ".cfg")) {
                Files.copy(
                        data.resolve(template).resolve(table + suffix),
                        data.resolve(database).resolve(table + suffix));
            }
            statement.execute("UNLOCK TABLES");
        } catch (SQLException e) {
            throw new IllegalStateException("the server does not hand out " + template + "." + table, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("ALTER TABLE " + database + "." + table + " IMPORT TABLESPACE");
    }

    private void warm(String database, String table) {
        String url = server.url(database);
        Statements.run(url, "ANALYZE TABLE " + table);
        Statements.column(url, "SHOW INDEX FROM " + table, 3).stream()
                .distinct()
                .forEach(index ->
                        Statements.one(url, "SELECT COUNT(*) FROM " + table + " FORCE INDEX (`" + index + "`)"));
    }

    @Override
    public void drop(Copy copy) {
        execute("DROP DATABASE " + copy.name());
    }

    /** What earlier sides have left to be purged or written is not the next one's to pay. */
    private void settle() {
        execute(
                "SET GLOBAL innodb_max_purge_lag_wait = 0",
                "RESET MASTER",
                // by itself it writes 200 pages a second, too few for the largest tables to be done in time
                "SET GLOBAL innodb_io_capacity_max = " + WRITING_ALL,
                "SET GLOBAL innodb_io_capacity = " + WRITING_ALL,
                "SET GLOBAL innodb_max_dirty_pages_pct = 0");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (status("Innodb_buffer_pool_pages_dirty") > FEW_PAGES) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the server does not come to rest");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        execute(
                "SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT",
                "SET GLOBAL innodb_io_capacity = DEFAULT",
                "SET GLOBAL innodb_io_capacity_max = DEFAULT");
    }

    /** Of the redo log and the binary log. */
    @Override
    public long logBytes() {
        return status("Innodb_os_log_written") + status("Binlog_bytes_written");
    }

    private long status(String name) {
        return Long.parseLong(Statements.column(server.url(""), "SHOW GLOBAL STATUS LIKE '" + name + "'", 2)
                .get(0));
    }

    @Override
    public long checkpoints() {
        return 0;
    }

    private void requireSettings() {
        for (Setting setting : settings) {
            String is = Statements.column(server.url(""), "SHOW GLOBAL VARIABLES LIKE '" + setting.name() + "'", 2)
                    .get(0);
            if (!is.equals(setting.value())) {
                server.close();
                throw new IllegalStateException(setting.name() + " is " + is + ", not " + setting.value());
            }
        }
    }

    private void execute(String... statements) {
        Statements.run(server.url(""), statements);
    }

    private String query(String sql) {
        return Statements.one(server.url(""), sql);
    }

    @Override
    public void close() {
        server.close();
    }
}
