package dev.backfill.run;

import dev.backfill.database.Database;
import dev.backfill.database.Session;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading run rows. */
final class RunTable {
    private static final String COLUMNS =
            """
            run_id, backfill, database_name, table_name, state, reason, plan, definition_fingerprint, estimated_rows,
            rows_per_second_limit, workers, chunk_rows, desired, desired_reason, owner, epoch, lease_until, created_at,
            started_at, ended_at, slowed_by, rows_per_second, eta_seconds, active_millis, throttled_millis, verification,
            settings_until, before_rows_per_second, before_workers, before_chunk_rows, canary_share""";

    private final String find;
    private final String lock;
    private final String all;

    RunTable(Database.Home home) {
        String table = home.table("backfill_run");
        find = "SELECT " + COLUMNS + " FROM " + table + " WHERE run_id = ?";
        lock = find + " FOR UPDATE";
        all = "SELECT " + COLUMNS + " FROM " + table + " ORDER BY created_at DESC, run_number DESC";
    }

    Optional<RunRecord> find(Session session, RunId run) {
        Instant now = session.now();
        return session.query(find, row -> record(row, now), run.value()).stream()
                .findFirst();
    }

    List<RunRecord> all(Session session) {
        Instant now = session.now();
        return session.query(all, row -> record(row, now));
    }

    /** Reads the run and keeps everybody else from changing it until the transaction ends. */
    RunRecord lock(Session session, RunId run) {
        session.query(lock, row -> true, run.value());
        return find(session, run)
                .orElseThrow(() -> new BackfillException(
                        ErrorCode.RUN_NOT_FOUND, "there is no run " + run, "see the runs there are: backfill status"));
    }

    private static RunRecord record(Session.Cells row, Instant now) {
        Instant leaseUntil = row.instant(17);
        Settings stored = new Settings(integer(row, 10), (int) row.number(11), integer(row, 12));
        Temporary temporary = temporary(row, stored);
        return new RunRecord(
                new RunId(row.string(1)),
                row.string(2),
                row.string(3),
                row.string(4),
                RunState.valueOf(row.string(5)),
                row.text(6),
                row.string(7),
                row.string(8),
                row.number(9),
                temporary == null || temporary.until().isAfter(now) ? stored : temporary.after(),
                temporary,
                row.isNull(31) ? null : row.decimal(31),
                Desired.valueOf(row.string(13).toUpperCase(Locale.ROOT)),
                row.text(14),
                row.text(15),
                row.number(16),
                leaseUntil != null && leaseUntil.isAfter(now),
                leaseUntil,
                Objects.requireNonNull(row.instant(18)),
                row.instant(19),
                row.instant(20),
                new Pulse(
                        row.text(21),
                        row.decimal(22),
                        row.isNull(23) ? null : row.number(23),
                        row.number(24),
                        row.number(25)),
                row.text(26));
    }

    private static @Nullable Temporary temporary(Session.Cells row, Settings during) {
        Instant until = row.instant(27);
        return until == null
                ? null
                : new Temporary(during, new Settings(integer(row, 28), (int) row.number(29), integer(row, 30)), until);
    }

    private static @Nullable Integer integer(Session.Cells row, int column) {
        return row.isNull(column) ? null : (int) row.number(column);
    }
}
