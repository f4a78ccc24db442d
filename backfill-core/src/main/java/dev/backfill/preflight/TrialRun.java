package dev.backfill.preflight;

import dev.backfill.database.Database;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Example;
import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.RowChange;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.plan.TrialChunk;
import dev.backfill.run.PhaseClock;
import dev.backfill.work.RangeWork;
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
        Before before = database.rehearse(TransactionOptions.CHUNK, session -> before(session, range));
        return database.rehearse(TransactionOptions.CHUNK, session -> run(session, range, rows, before));
    }

    private TrialChunk run(Session session, Range range, int rows, Before before) {
        RangeWork work = RangeWork.of(target, backfill);
        long log = session.logPosition();
        long start = System.nanoTime();
        find(session, range, rows);
        RangeWork.Result first = work.apply(session, range, new PhaseClock());
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        long logged = logBytes(log, session.logPosition());
        int rejected = first.rejected().size();
        // rejected rows go on matching, as they should
        long matching = Math.max(0, matching(session, range) - rejected);
        long again = again(session, work, range);
        return new TrialChunk(
                time,
                rows,
                first.changed(),
                again,
                before.goingOn(),
                matching,
                rejected,
                before.compared(),
                before.overwritten(),
                logged);
    }

    private long again(Session session, RangeWork work, Range range) {
        return backfill.work() instanceof Work.Rows rows
                ? new Reapplication(target.rows().orElseThrow(), rows.transform())
                        .changing(session, range)
                        .size()
                : work.apply(session, range, new PhaseClock()).changed();
    }

    private record Before(long compared, long overwritten, long goingOn) {}

    /** Looks at what is there before it is changed; outside of what is timed. */
    private Before before(Session session, Range range) {
        if (backfill.work() instanceof Work.Rows rows) {
            Reapplication work = new Reapplication(target.rows().orElseThrow(), rows.transform());
            List<RowChange> changes = work.changes(session, range);
            return new Before(
                    changes.size(),
                    changes.stream().filter(work::overwrites).count(),
                    changes.stream().filter(work::goesOn).count());
        }
        List<Example> examples = target.update().orElseThrow().examples(session, range, EXAMPLES);
        return new Before(
                examples.size(), examples.stream().filter(TrialRun::overwrites).count(), 0);
    }

    /** A real chunk looks for its end first, so that belongs to its time. */
    private void find(Session session, Range range, int rows) {
        if (rows != ROWS_UNKNOWN) {
            target.keyset().next(session, range, rows);
        }
    }

    private long matching(Session session, Range range) {
        return backfill.whereEnds() ? target.audit().remaining(session, range) : 0;
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
