package dev.backfill.preflight;

import dev.backfill.database.Database;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Example;
import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.RangeUpdate;
import dev.backfill.database.Target.RowAccess;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.plan.TrialChunk;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One chunk of a trial: timed, applied again, looked at, rolled back. */
final class TrialRun {
    /** Keeps a chunk whose rows were picked, not met, out of timings and estimates. */
    static final int ROWS_UNKNOWN = 0;

    private static final int EXAMPLES = 200;

    private final Backfill backfill;
    private final Database database;
    private final Target target;

    TrialRun(Backfill backfill, Database database, Target target) {
        this.backfill = backfill;
        this.database = database;
        this.target = target;
    }

    Optional<Page> find(Range range, int rows) {
        return database.rehearse(
                TransactionOptions.CHUNK,
                session -> Optional.ofNullable(target.keyset().next(session, range, rows)));
    }

    TrialChunk run(Range range, int rows) {
        if (backfill.work() instanceof Work.Rows work) {
            RowAccess access = target.rows().orElseThrow();
            return database.rehearse(
                    TransactionOptions.CHUNK, session -> rowWork(session, access, work.transform(), range, rows));
        }
        RangeUpdate update = target.update().orElseThrow();
        List<Example> examples =
                database.rehearse(TransactionOptions.CHUNK, session -> update.examples(session, range, EXAMPLES));
        return database.rehearse(TransactionOptions.CHUNK, session -> sqlWork(session, update, examples, range, rows));
    }

    private TrialChunk sqlWork(Session session, RangeUpdate update, List<Example> examples, Range range, int rows) {
        long log = session.logPosition();
        long start = System.nanoTime();
        find(session, range, rows);
        int changed = update.apply(session, range);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        long logged = logBytes(log, session.logPosition());
        int again = update.apply(session, range);
        long overwritten = examples.stream().filter(TrialRun::overwrites).count();
        return new TrialChunk(
                time, rows, changed, again, matching(session, range), 0, examples.size(), overwritten, logged);
    }

    private TrialChunk rowWork(Session session, RowAccess access, Transform transform, Range range, int rows) {
        long log = session.logPosition();
        long start = System.nanoTime();
        find(session, range, rows);
        TransformPass pass = TransformPass.over(access, transform, access.read(session, range));
        int changed = pass.changes().isEmpty() ? 0 : access.write(session, pass.changes());
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        long logged = logBytes(log, session.logPosition());
        long matching = Math.max(0, matching(session, range) - pass.rejected().size());
        long overwritten = pass.changes().stream()
                .filter(change -> TransformPass.overwrites(access, change))
                .count();
        int again = TransformPass.unsettled(session, access, transform, range).size();
        return new TrialChunk(
                time,
                rows,
                changed,
                again,
                matching,
                pass.rejected().size(),
                pass.changes().size(),
                overwritten,
                logged);
    }

    /** A real chunk looks for its end first, so that belongs to its time. */
    private void find(Session session, Range range, int rows) {
        if (rows != ROWS_UNKNOWN) {
            target.keyset().next(session, range, rows);
        }
    }

    private long matching(Session session, Range range) {
        return backfill.where() == null ? 0 : target.audit().remaining(session, range);
    }

    private static boolean overwrites(Example example) {
        return example.before().entrySet().stream()
                .anyMatch(before -> before.getValue() != null
                        && !Objects.equals(before.getValue(), example.after().get(before.getKey())));
    }

    private static long logBytes(long before, long after) {
        return before < 0 || after < 0 ? -1 : after - before;
    }
}
