package dev.backfill.work;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.run.PhaseClock;
import dev.backfill.run.RunSignal.Phase;
import java.util.Map;

/** A backfill's work, whatever its kind, on one key range. Thread-safe; the session's transaction is the caller's. */
@FunctionalInterface
public interface RangeWork {
    /**
     * Changes the rows of the range that still need it.
     *
     * @throws dev.backfill.database.DatabaseException if a statement fails; the transaction is then of no more use
     */
    Result apply(Session session, Range range, PhaseClock clock);

    /**
     * The same work on a range for which everything is at hand already that is not of the database that is written; what
     * needs nothing else is what it was.
     *
     * @throws dev.backfill.database.DatabaseException if another database fails
     */
    default RangeWork ahead(Range range, PhaseClock clock) {
        return this;
    }

    /**
     * @param changed rows written
     * @param rejected rows that the transform refuses: key to reason
     */
    record Result(int changed, Map<Position, String> rejected) {}

    static RangeWork of(Target target, Backfill backfill) {
        if (backfill.work() instanceof Work.Rows work) {
            return new RowWork(target.rows().orElseThrow(), work.transform());
        }
        Target.Carrying carrying = target.carrying().orElse(null);
        if (carrying != null && backfill.work() instanceof Work.Copy copy) {
            return new CopyWork(carrying, copy.transform() != null);
        }
        Target.RangeUpdate update = target.update().orElseThrow();
        return (session, range, clock) ->
                new Result(clock.time(Phase.WRITE, () -> update.apply(session, range)), Map.of());
    }
}
