package dev.backfill.run;

import dev.backfill.database.Database;
import dev.backfill.database.Session;
import java.util.Objects;
import java.util.Optional;

/** Writing and reading orders to stop all runs. Whoever writes is the only one to do so. */
final class StopTable {
    private final Database.Home home;
    private final String inForce;
    private final String insert;
    private final String lift;

    StopTable(Database.Home home) {
        this.home = home;
        String stops = home.table("backfill_stop");
        inForce = "SELECT stopped_by, stopped_at, reason FROM " + stops + " WHERE lifted_at IS NULL";
        insert = "INSERT INTO " + stops + " (stop_no, stopped_by, stopped_at, reason)"
                + " SELECT coalesce(max(stop_no), 0) + 1, ?, ?, ? FROM " + stops;
        lift = "UPDATE " + stops + " SET lifted_by = ?, lifted_at = ?, lift_reason = ? WHERE lifted_at IS NULL";
    }

    Optional<Stop> inForce(Session session) {
        return session
                .query(inForce, row -> new Stop(row.string(1), Objects.requireNonNull(row.instant(2)), row.string(3)))
                .stream()
                .findFirst();
    }

    StopOutcome stop(Session session, String control, String reason, String actor) {
        home.oneAtATime(session);
        Optional<Stop> before = inForce(session);
        if (before.isPresent()) {
            return new StopOutcome(control, StopOutcome.State.ALREADY_STOPPED, before.get(), "");
        }
        session.update(insert, actor, session.now(), reason);
        return new StopOutcome(
                control, StopOutcome.State.STOPPED, inForce(session).orElseThrow(), "");
    }

    StopOutcome lift(Session session, String control, String reason, String actor) {
        home.oneAtATime(session);
        Stop before = inForce(session).orElse(null);
        session.update(lift, actor, session.now(), reason);
        return new StopOutcome(
                control, before == null ? StopOutcome.State.NOT_STOPPED : StopOutcome.State.LIFTED, before, "");
    }
}
