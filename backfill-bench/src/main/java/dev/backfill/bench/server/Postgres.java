package dev.backfill.bench.server;

import dev.backfill.bench.table.Content;
import dev.backfill.bench.table.Product;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A durable PostgreSQL on loopback, started for one run of the benchmark. Not thread-safe. */
public final class Postgres implements Server {
    private static final String DURABLE = "as in production: the embedded server would otherwise run without it";

    private static final List<Setting> SETTINGS = List.of(
            new Setting("fsync", "on", DURABLE),
            new Setting("synchronous_commit", "on", DURABLE),
            new Setting("full_page_writes", "on", DURABLE),
            new Setting("wal_level", "replica", "the default, and what a server with a standby needs"),
            new Setting(
                    "shared_buffers",
                    Memory.quarter() + "GB",
                    "a quarter of the memory: what servers are usually given"),
            new Setting("max_wal_size", "16GB", "no checkpoint starts inside the time of one side and not of another"),
            new Setting("min_wal_size", "16GB", "WAL files are reused: no side pays for creating them"),
            new Setting(
                    "checkpoint_timeout", "1d", "checkpoints happen between sides, where the benchmark asks for them"),
            new Setting("autovacuum", "off", "it would run beside some sides only; every copy starts vacuumed"),
            new Setting("max_connections", "50", "a few per side"));

    private static final String WARM =
            """
            SELECT pg_prewarm(oid::regclass) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') ORDER BY relkind""";

    private final EmbeddedPostgres postgres;
    private int copies;

    private Postgres(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * @param data a new directory on the disk to measure; removed at the end
     */
    public static Postgres start(Path data) {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(data).setPGStartupWait(Duration.ofMinutes(2));
        SETTINGS.forEach(s -> builder.setServerConfig(s.name(), s.value()));
        try {
            Postgres server = new Postgres(builder.start());
            server.requireSettings();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start in " + data, e);
        }
    }

    @Override
    public Product product() {
        return Product.POSTGRESQL;
    }

    @Override
    public String version() {
        return query("SHOW server_version");
    }

    @Override
    public List<Setting> settings() {
        return SETTINGS;
    }

    @Override
    public Template template(Content content, long rows) {
        String name = "template_" + content.name() + "_" + rows;
        execute("CREATE DATABASE " + name);
        try (Connection connection = DriverManager.getConnection(url(name))) {
            content.create(connection, rows);
            return new Template(this, name, content, content.untouched(connection, name), rows);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables could not be made", e);
        }
    }

    /**
     * Writes and recycles WAL files, so that all sides find the same supply of them.
     *
     * @param bytes more than the hungriest side writes
     */
    public void fillWal(long bytes) {
        int messages = (int) (bytes / (16 << 20)) + 1;
        execute("SELECT pg_logical_emit_message(false, 'bench', repeat('x', 16 << 20)) FROM generate_series(1, "
                + messages + ")");
        execute("CHECKPOINT");
    }

    @Override
    public long logBytes() {
        return Long.parseLong(query("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
    }

    @Override
    public long checkpoints() {
        return Long.parseLong(query("SELECT num_timed + num_requested FROM pg_stat_checkpointer"));
    }

    @Override
    public Copy copy(Template template) {
        String name = "copy_" + ++copies;
        // a copy of the files: dead space, visibility map, index shape and page order are the template's to the byte
        execute("CREATE DATABASE " + name + " TEMPLATE " + template.name() + " STRATEGY FILE_COPY");
        Copy copy = new Copy(name, url(name), template);
        copy.execute("CREATE EXTENSION pg_prewarm", WARM);
        execute("CHECKPOINT");
        return copy;
    }

    @Override
    public void drop(Copy copy) {
        execute("DROP DATABASE " + copy.name() + " WITH (FORCE)");
        execute("CHECKPOINT");
    }

    private String url(String database) {
        return postgres.getJdbcUrl("postgres", database);
    }

    private void requireSettings() {
        for (Setting setting : SETTINGS) {
            String is = query("SELECT current_setting('" + setting.name() + "')");
            if (!is.equals(setting.value())) {
                throw new IllegalStateException(setting.name() + " is " + is + ", not " + setting.value());
            }
        }
    }

    private void execute(String sql) {
        Statements.run(url("postgres"), sql);
    }

    private String query(String sql) {
        return Statements.one(url("postgres"), sql);
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }
}
