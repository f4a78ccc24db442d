package dev.backfill.database.sql;

import dev.backfill.database.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What keeps dead rows from being removed, and for how long already. Used by one thread. */
final class PostgresSnapshots {
    /**
     * Snapshots of other databases do not matter to this one, nor does that of a VACUUM. A transaction that has written
     * holds dead rows as one that reads does. What was begun when nothing has been written since holds nothing.
     */
    private static final String HOLDERS =
            """
            SELECT 'session ' || pid || ' ' || coalesce(backend_xid, backend_xmin)::text,
                   extract(epoch FROM clock_timestamp() - xact_start)
              FROM pg_stat_activity
             WHERE pid <> pg_backend_pid() AND coalesce(backend_xid, backend_xmin) IS NOT NULL
               AND age(coalesce(backend_xid, backend_xmin)) > 0
               AND (datid IS NULL OR datid = (SELECT oid FROM pg_database WHERE datname = current_database()))
               AND coalesce(application_name, '') NOT LIKE 'backfill%'
               AND pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum)
             UNION ALL
            SELECT 'prepared ' || transaction::text, extract(epoch FROM clock_timestamp() - prepared)
              FROM pg_prepared_xacts
             WHERE database = current_database()
             UNION ALL
            SELECT 'slot ' || slot_name || ' ' || xmin::text, NULL
              FROM pg_replication_slots
             WHERE xmin IS NOT NULL AND age(xmin) > 0""";

    private record Holder(String what, double age) {}

    private final LongSupplier nanoClock;
    private final Map<String, Long> firstSeen = new HashMap<>();

    PostgresSnapshots(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    double oldest(Session session) {
        List<Holder> holders =
                session.query(HOLDERS, row -> new Holder(row.string(1), row.isNull(2) ? -1 : row.decimal(2)));
        long now = nanoClock.getAsLong();
        firstSeen.keySet().retainAll(holders.stream().map(Holder::what).toList());
        double oldest = 0;
        for (Holder holder : holders) {
            long since = firstSeen.computeIfAbsent(holder.what(), what -> now);
            oldest = Math.max(oldest, holder.age() < 0 ? (now - since) / 1e9 : holder.age());
        }
        return oldest;
    }
}
