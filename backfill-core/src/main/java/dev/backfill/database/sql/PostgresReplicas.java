package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health.Standby;
import dev.backfill.database.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The configured replicas, asked one after another. Used by one thread. */
final class PostgresReplicas implements AutoCloseable {
    private static final String WRITTEN = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn";
    private static final String REPLAYED =
            "SELECT pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0)";

    private record Follower(String name, long replayed) {}

    private final Map<String, HealthConnection> connections = new LinkedHashMap<>();
    private final LagClock clock;

    PostgresReplicas(List<DatabaseSettings> replicas, LongSupplier nanoClock) {
        replicas.forEach(settings -> connections.put(settings.name(), new PostgresHealthConnection(settings)));
        this.clock = new LagClock(nanoClock);
    }

    List<Standby> read(HealthConnection primary) {
        if (connections.isEmpty()) {
            return List.of();
        }
        // first, so that what is written meanwhile does not count as lag
        long written = primary.look(open -> primary.session(open).one(WRITTEN, row -> row.number(1)));
        List<Follower> followers = new ArrayList<>();
        connections.forEach((name, connection) -> followers.add(new Follower(name, replayed(name, connection))));
        clock.written(
                written, followers.stream().mapToLong(Follower::replayed).min().getAsLong());
        return followers.stream()
                .map(f -> new Standby(f.name(), Math.max(0, written - f.replayed()), clock.behind(f.replayed())))
                .toList();
    }

    private static long replayed(String name, HealthConnection replica) {
        try {
            return replica.look(open -> replayed(replica.session(open)));
        } catch (DatabaseException e) {
            throw new DatabaseException(
                    e.failureClass(), e.sqlState(), "replica " + name + ": " + e.getMessage(), false, e);
        }
    }

    private static long replayed(Session session) {
        return session.one(REPLAYED, row -> {
            if (!row.flag(1)) {
                throw new DatabaseException(
                        FailureClass.DEFINITIVE, null, "the server is no standby; it follows nobody", false, null);
            }
            return row.number(2);
        });
    }

    @Override
    public void close() {
        connections.values().forEach(HealthConnection::close);
    }
}
