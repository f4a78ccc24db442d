package dev.backfill.run;

import dev.backfill.database.Session;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What is tuned, for good or for a while, by the database's clock. */
final class Tunes {
    private final RunStatements sql;

    Tunes(RunStatements sql) {
        this.sql = sql;
    }

    /** See {@link RunStore#tune}. */
    Settings tune(
            Session session,
            RunId run,
            @Nullable Integer rate,
            @Nullable Integer workers,
            @Nullable Integer chunkRows,
            @Nullable Duration lasting,
            String reason,
            String actor) {
        RunRecord before = settle(session, sql.runs.lock(session, run));
        if (before.state().isFinal()) {
            throw new BackfillException(
                    ErrorCode.RUN_STATE_CONFLICT,
                    "run " + run + " is " + before.state() + "; there is nothing left to tune",
                    "see: backfill status " + run);
        }
        Temporary earlier = before.temporary();
        Settings behind = earlier == null ? before.settings() : earlier.after();
        Settings during = before.settings().with(rate, workers, chunkRows);
        Settings after = lasting == null ? behind.with(rate, workers, chunkRows) : behind;
        Instant until = lasting != null ? session.now().plus(lasting) : earlier == null ? null : earlier.until();
        store(session, run, during, until == null || during.equals(after) ? null : new Temporary(during, after, until));
        String time = lasting == null || until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS);
        sql.events.add(session, run, actor, "tune", before.settings().changes(during) + time + ": " + reason);
        return during;
    }

    /** Makes settings whose time is over what they are by then, and says so once. */
    RunRecord settle(Session session, RunRecord run) {
        Temporary temporary = run.temporary();
        if (temporary == null || temporary.until().isAfter(session.now())) {
            return run;
        }
        store(session, run.id(), temporary.after(), null);
        sql.events.add(
                session,
                run.id(),
                RunStore.ENGINE,
                "tune-expired",
                temporary.during().changes(temporary.after()));
        return sql.runs.lock(session, run.id());
    }

    private void store(Session session, RunId run, Settings settings, @Nullable Temporary temporary) {
        Settings after = temporary == null ? null : temporary.after();
        session.update(
                sql.tune,
                settings.rowsPerSecond(),
                settings.workers(),
                settings.chunkRows(),
                temporary == null ? null : temporary.until(),
                after == null ? null : after.rowsPerSecond(),
                after == null ? null : after.workers(),
                after == null ? null : after.chunkRows(),
                run.value());
    }
}
