package dev.backfill.database.sql;

import dev.backfill.database.ServerState;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import java.time.Duration;

/** One look at the server's activity views. */
final class PostgresServerState {
    private static final String STATE =
            """
            SELECT pg_is_in_recovery(),
                   current_setting('default_transaction_read_only') = 'on',
                   (SELECT count(*) FROM pg_stat_replication),
                   coalesce((SELECT extract(epoch FROM max(clock_timestamp() - xact_start))
                               FROM pg_stat_activity
                              WHERE pid <> pg_backend_pid() AND xact_start IS NOT NULL
                                AND backend_type = 'client backend'), 0),
                   EXISTS (SELECT FROM pg_locks
                            WHERE relation = to_regclass(?) AND pid <> pg_backend_pid()
                              AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))
            """;

    private PostgresServerState() {}

    static ServerState read(Session session, Table table) {
        return session.one(
                STATE,
                row -> new ServerState(
                        row.flag(1),
                        row.flag(2),
                        (int) row.number(3),
                        Duration.ofMillis((long) (row.decimal(4) * 1000)),
                        row.flag(5)),
                Identifiers.quote(table.name()));
    }
}
