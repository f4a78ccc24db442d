package dev.backfill.run;

import dev.backfill.database.Database;
import dev.backfill.database.Session;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writing and reading events. A run's events are numbered; whoever writes one holds the run's row. */
final class EventTable {
    private final String insert;
    private final String ofBackfill;

    EventTable(Database.Home home) {
        String events = home.table("backfill_event");
        insert =
                """
                INSERT INTO %s (run_id, event_no, occurred_at, actor, what, detail)
                SELECT ?, coalesce(max(event_no), 0) + 1, ?, ?, ?, ? FROM %s WHERE run_id = ?"""
                        .formatted(events, events);
        ofBackfill = "SELECT e.run_id, e.occurred_at, e.actor, e.what, e.detail FROM " + events + " e JOIN "
                + home.table("backfill_run") + " r ON r.run_id = e.run_id"
                + " WHERE coalesce(?, r.backfill) = r.backfill ORDER BY r.created_at, r.run_number, e.event_no";
    }

    void add(Session session, RunId run, String actor, String what, String detail) {
        session.update(insert, run.value(), session.now(), actor, what, detail, run.value());
    }

    List<RunEvent> of(Session session, @Nullable String backfill) {
        return session.query(
                ofBackfill,
                row -> new RunEvent(
                        new RunId(row.string(1)),
                        Objects.requireNonNull(row.instant(2)),
                        row.string(3),
                        row.string(4),
                        row.string(5)),
                backfill);
    }
}
