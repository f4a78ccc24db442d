package dev.backfill.database.sql;

import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.Health;
import dev.backfill.database.Session;
import dev.backfill.definition.TableName;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** PostgreSQL 13 and newer, by its monitoring views. */
final class PostgresHealth implements Health {
    /**
     * A transactional message in the log: it needs no table and no grant, and unlike a transaction that only takes a
     * number it makes COMMIT wait for the log. Only subscribers that ask for messages see it.
     */
    private static final String TINY = "SELECT pg_logical_emit_message(true, 'backfill', '')";

    private static final String DEAD_ROWS =
            """
            WITH parts AS (
                SELECT to_regclass(?)::oid AS relid
                 UNION
                SELECT relid FROM pg_partition_tree(to_regclass(?)))
            SELECT coalesce(sum(s.n_dead_tup), 0),
                   -- counters begin at 0 after a crash or an upgrade; what ANALYZE found stays
                   coalesce(sum(greatest(s.n_live_tup, c.reltuples::bigint)), 0),
                   EXISTS (SELECT FROM pg_stat_progress_vacuum v JOIN parts USING (relid)
                            WHERE v.datname = current_database())
              FROM pg_stat_all_tables s JOIN parts USING (relid) JOIN pg_class c ON c.oid = s.relid""";

    /** The server begins a checkpoint early enough to end it before the log has reached max_wal_size. */
    private static final String LOG =
            """
            SELECT pg_current_wal_lsn() - '0/0'::pg_lsn, %s,
                   pg_size_bytes(current_setting('max_wal_size'))
                   / (1 + current_setting('checkpoint_completion_target')::float8)""";

    private static final String CHECKPOINTS_UNTIL_16 = "(SELECT checkpoints_req FROM pg_stat_bgwriter)";
    private static final String CHECKPOINTS_FROM_17 = "(SELECT num_requested FROM pg_stat_checkpointer)";

    /** Reserved connections of a second kind came with PostgreSQL 16. */
    private static final String CONNECTIONS =
            """
            SELECT (SELECT count(*) FROM pg_stat_activity
                     WHERE backend_type = 'client backend'
                        OR backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL),
                   current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                   - coalesce(current_setting('reserved_connections', true)::int, 0)""";

    private final HealthConnection connection;
    private final PostgresActivity activity;
    private final PostgresStandbys standbys;
    private final PostgresReplicas replicas;
    private final PostgresSnapshots snapshots;
    private final String table;

    /**
     * @param worker name of the sessions that are ours and in a chunk
     */
    PostgresHealth(DatabaseSettings settings, String worker, TableName table, LongSupplier nanoClock) {
        this.connection = new PostgresHealthConnection(settings);
        this.activity = new PostgresActivity(worker);
        this.standbys = new PostgresStandbys(nanoClock);
        this.replicas = new PostgresReplicas(settings.replicas(), nanoClock);
        this.snapshots = new PostgresSnapshots(nanoClock);
        this.table = Identifiers.quote(table);
    }

    @Override
    public List<Standby> standbys() {
        return look(standbys::read);
    }

    @Override
    public Activity activity() {
        return look(activity::read);
    }

    @Override
    public int release() {
        return look(activity::release);
    }

    @Override
    public OptionalDouble commit() {
        return OptionalDouble.of(connection.commit(TINY) / 1e9);
    }

    @Override
    public double oldestSnapshot() {
        return look(snapshots::oldest);
    }

    @Override
    public DeadRows deadRows() {
        return look(
                s -> s.one(DEAD_ROWS, row -> new DeadRows(row.number(1), row.number(2), row.flag(3)), table, table));
    }

    @Override
    public Log log() {
        return connection.look(open -> {
            boolean from17 = open.getMetaData().getDatabaseMajorVersion() >= 17;
            String sql = LOG.formatted(from17 ? CHECKPOINTS_FROM_17 : CHECKPOINTS_UNTIL_16);
            return connection
                    .session(open)
                    .one(sql, row -> new Log(row.number(1), row.number(2), (long) row.decimal(3)));
        });
    }

    @Override
    public List<Standby> replicas() {
        return replicas.read(connection);
    }

    @Override
    public Connections connections() {
        return look(s -> s.one(CONNECTIONS, row -> new Connections((int) row.number(1), (int) row.number(2))));
    }

    @Override
    public OptionalDouble diskUsed() {
        return look(PostgresDisk::used);
    }

    @Override
    public double query(String sql) {
        return connection.look(open -> OneNumber.read(open, new DryRunGuard(), sql));
    }

    private <T> T look(Function<Session, T> look) {
        return connection.look(open -> look.apply(connection.session(open)));
    }

    @Override
    public void close() {
        replicas.close();
        connection.close();
    }
}
