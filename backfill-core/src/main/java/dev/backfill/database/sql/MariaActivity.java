package dev.backfill.database.sql;

import dev.backfill.database.Health.Activity;
import dev.backfill.database.Session;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the sessions of others do, and which of them wait for us. */
final class MariaActivity {
    /** The engine's statements begin with a mark; what runs none is no load. */
    private static final String SESSIONS =
            """
            SELECT count(CASE WHEN COMMAND <> 'Sleep' OR TIME < 5 THEN 1 END),
                   count(CASE WHEN COMMAND <> 'Sleep' THEN 1 END),
                   count(CASE WHEN STATE LIKE 'Waiting for table%%' OR STATE LIKE 'Waiting for schema%%' THEN 1 END)
              FROM information_schema.PROCESSLIST
             WHERE ID <> CONNECTION_ID() AND ID NOT IN (%s) AND COMMAND NOT IN ('Daemon', 'Slave_SQL', 'Slave_IO')
               AND COMMAND NOT LIKE 'Binlog Dump%%' AND USER <> 'system user'
               AND coalesce(INFO, '') NOT LIKE '/* backfill */%%'""";

    private static final String WAITERS =
            "SELECT count(*) FROM information_schema.INNODB_TRX WHERE TRX_STATE = 'LOCK WAIT'"
                    + " AND coalesce(TRX_QUERY, '') NOT LIKE '/* backfill */%'";

    private record Wait(long waiter, long blocker) {}

    private MariaActivity() {}

    /**
     * @param workers the server's numbers of our connections that are in a chunk
     * @param sessions those of all connections of this process
     */
    static Activity read(Session session, Set<Long> workers, Set<Long> sessions) {
        long rows = session.one(WAITERS, row -> row.number(1));
        int forUs = (int) forUs(session, workers).stream()
                .mapToLong(Wait::waiter)
                .distinct()
                .count();
        return session.one(
                SESSIONS.formatted(list(sessions)),
                row -> new Activity((int) row.number(1), (int) row.number(2), (int) (rows + row.number(3)), forUs));
    }

    /** Numbers as they stand in parentheses, at least one. */
    static String list(Set<Long> sessions) {
        return sessions.isEmpty() ? "0" : sessions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Ends the statements that others wait for; the chunk is then done again, smaller. */
    static int release(Session session, Set<Long> workers) {
        List<Long> blockers =
                forUs(session, workers).stream().map(Wait::blocker).distinct().toList();
        int asked = 0;
        for (long blocker : blockers) {
            asked += ((MariaSession) session).probe("KILL QUERY " + blocker) == 0 ? 1 : 0;
        }
        return asked;
    }

    private static List<Wait> forUs(Session session, Set<Long> workers) {
        return workers.isEmpty()
                ? List.of()
                : session
                        .query(
                                ((MariaSession) session).flavour().views().waits(),
                                row -> new Wait(row.number(1), row.number(2)))
                        .stream()
                        .filter(wait -> workers.contains(wait.blocker()))
                        .toList();
    }
}
