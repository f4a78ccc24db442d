package dev.backfill.run;

import dev.backfill.database.Database;
import dev.backfill.database.OwnTables;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Events on their way to receivers outside. An event is written in the transaction that makes it true; here is only how
 * far each receiver has been told, so that nothing is lost when a process dies, and what was told last may be told twice.
 * Thread-safe.
 */
public final class Outbox {
    /** What is older is no news for whoever was not told. */
    private static final Duration NEWS = Duration.ofDays(1);

    private final Database control;
    private final RunStore store;

    /**
     * @param number counts a run's events
     */
    public record Message(int number, RunEvent event) {}

    public Outbox(Database control) {
        this.control = control;
        this.store = new RunStore(control);
    }

    /** What the receiver has not been told of the run, the oldest first. */
    public List<Message> waiting(RunId run, String receiver, int limit) {
        control.home().install(OwnTables.CONTROL);
        String sql =
                """
                SELECT e.event_no, e.occurred_at, e.actor, e.what, e.detail FROM %s e
                 WHERE e.run_id = ? AND e.event_no > coalesce(
                       (SELECT d.event_no FROM %s d WHERE d.run_id = ? AND d.receiver = ?), 0)
                 ORDER BY e.event_no LIMIT ?"""
                        .formatted(control.home().table("backfill_event"), delivery());
        return store.transact(session -> session.query(
                sql,
                row -> new Message(
                        (int) row.number(1),
                        new RunEvent(
                                run,
                                Objects.requireNonNull(row.instant(2)),
                                row.string(3),
                                row.string(4),
                                row.string(5))),
                run.value(),
                run.value(),
                receiver,
                limit));
    }

    /** Runs with news of the last day that the receiver has not been told, and on which no process works that will. */
    public List<RunId> behind(String receiver) {
        if (!control.home().installed(OwnTables.CONTROL)) {
            return List.of();
        }
        String sql =
                """
                SELECT e.run_id FROM %s e WHERE e.occurred_at > ? GROUP BY e.run_id
                HAVING max(e.event_no) > coalesce(
                       (SELECT max(d.event_no) FROM %s d WHERE d.run_id = e.run_id AND d.receiver = ?), 0)
                 ORDER BY e.run_id"""
                        .formatted(control.home().table("backfill_event"), delivery());
        List<RunId> runs = store.transact(session -> session.query(
                sql, row -> new RunId(row.string(1)), session.now().minus(NEWS), receiver));
        return runs.stream()
                .filter(run -> store.find(run).filter(RunRecord::leased).isEmpty())
                .toList();
    }

    /** The receiver has been told of this event and all before it. */
    public void delivered(RunId run, String receiver, int number) {
        String update = "UPDATE " + delivery() + " SET event_no = ? WHERE run_id = ? AND receiver = ?";
        String insert = "INSERT INTO " + delivery() + " (event_no, run_id, receiver) VALUES (?, ?, ?)";
        store.transact(session -> {
            store.sql().runs.lock(session, run);
            return session.update(update, number, run.value(), receiver) > 0
                    || session.update(insert, number, run.value(), receiver) > 0;
        });
    }

    private String delivery() {
        return control.home().table("backfill_delivery");
    }
}
