package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health.Standby;
import dev.backfill.database.Session;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far standbys are behind. The server's own replay_lag keeps its last value while the replay stands still, so time is
 * also measured by a clock of our own. Used by one thread.
 */
final class PostgresStandbys {
    /** A standby without a replay position only stores the log, or is being set up. */
    private static final String STANDBYS =
            """
            SELECT r.application_name, r.state IS NULL, r.replay_lsn - '0/0'::pg_lsn,
                   coalesce(extract(epoch FROM r.replay_lag), 0), pg_current_wal_lsn() - '0/0'::pg_lsn, current_user
              FROM pg_stat_replication r
             WHERE NOT EXISTS (SELECT FROM pg_replication_slots s WHERE s.active_pid = r.pid AND s.slot_type = 'logical')
               AND (r.state IS NULL OR r.replay_lsn IS NOT NULL)""";

    private record Seen(@Nullable String name, boolean hidden, long replayed, double lag, long written, String user) {}

    private final LagClock clock;

    PostgresStandbys(LongSupplier nanoClock) {
        this.clock = new LagClock(nanoClock);
    }

    List<Standby> read(Session session) {
        List<Seen> seen = session.query(
                STANDBYS,
                row -> new Seen(row.text(1), row.flag(2), row.number(3), row.decimal(4), row.number(5), row.string(6)));
        if (seen.isEmpty()) {
            return List.of();
        }
        refuseHidden(seen);
        clock.written(
                seen.get(0).written(),
                seen.stream().mapToLong(Seen::replayed).min().getAsLong());
        return seen.stream().map(this::standby).toList();
    }

    private static void refuseHidden(List<Seen> seen) {
        long hidden = seen.stream().filter(Seen::hidden).count();
        if (hidden > 0) {
            String user = seen.get(0).user();
            throw new DatabaseException(
                    FailureClass.DEFINITIVE,
                    "42501",
                    "the lag of " + hidden + " standbys is hidden from user " + user
                            + "; have a DBA run: GRANT pg_monitor TO " + Identifiers.quote(user),
                    false,
                    null);
        }
    }

    private Standby standby(Seen seen) {
        String name = seen.name() == null ? "" : seen.name();
        long bytes = Math.max(0, seen.written() - seen.replayed());
        return new Standby(name, bytes, bytes == 0 ? 0 : Math.max(seen.lag(), clock.behind(seen.replayed())));
    }
}
