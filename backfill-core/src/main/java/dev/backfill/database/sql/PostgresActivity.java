package dev.backfill.database.sql;

import dev.backfill.database.Health.Activity;
import dev.backfill.database.Session;

/** What the sessions of others do, and which of them wait for us. */
final class PostgresActivity {
    /**
     * Every session of the engine, in whatever process, is called backfill…; one in a chunk of this process's has the
     * worker's name. A user without pg_read_all_stats sees of other users' sessions that they are there, and no more.
     * Who waits is then taken from the locks themselves, which costs more.
     */
    private static final String SESSIONS =
            """
            WITH seen AS MATERIALIZED (
                SELECT pid, state, state_change, wait_event_type, backend_type,
                       coalesce(application_name, '') LIKE 'backfill%' AS kin,
                       coalesce(application_name, '') = ? AS worker,
                       backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL AS hidden
                  FROM pg_stat_activity
                 WHERE pid <> pg_backend_pid()),
            waiting AS MATERIALIZED (
                SELECT pid FROM seen WHERE wait_event_type = 'Lock' AND NOT kin
                 UNION
                SELECT pid FROM pg_locks
                 WHERE NOT granted AND EXISTS (SELECT FROM seen WHERE hidden)
                   AND pid IN (SELECT pid FROM seen WHERE NOT kin)),
            -- asking who blocks whom stops the lock manager for a moment: not for hundreds, and not for nothing
            blocked AS MATERIALIZED (
                SELECT w.pid, b.pid AS blocker
                  FROM (SELECT pid FROM waiting WHERE EXISTS (SELECT FROM seen WHERE worker) LIMIT 100) w
                 CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
                  JOIN seen s ON s.pid = b.pid AND s.worker)
            """;

    private static final String ACTIVITY = SESSIONS
            + """
            SELECT count(*) FILTER (WHERE hidden OR state = 'active'
                                       OR state_change > clock_timestamp() - interval '5 seconds'),
                   count(*) FILTER (WHERE state = 'active'),
                   (SELECT count(*) FROM waiting),
                   (SELECT count(DISTINCT pid) FROM blocked)
              FROM seen
             WHERE NOT kin AND (hidden OR backend_type = 'client backend')""";

    private static final String RELEASE = SESSIONS
            + "SELECT count(*) FILTER (WHERE pg_cancel_backend(blocker))"
            + " FROM (SELECT DISTINCT blocker FROM blocked) AS ours";

    private final String worker;

    PostgresActivity(String worker) {
        this.worker = worker;
    }

    Activity read(Session session) {
        return session.one(
                ACTIVITY,
                row -> new Activity((int) row.number(1), (int) row.number(2), (int) row.number(3), (int) row.number(4)),
                worker);
    }

    int release(Session session) {
        return session.one(RELEASE, row -> (int) row.number(1), worker);
    }
}
