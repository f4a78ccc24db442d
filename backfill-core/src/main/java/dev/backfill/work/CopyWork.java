package dev.backfill.work;

import dev.backfill.database.CopyRow;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.run.PhaseClock;
import dev.backfill.run.RunSignal.Phase;
import java.util.List;

/** A copy between two databases on one range: read in the one, transform, write in the other. */
final class CopyWork implements RangeWork {
    private final Target.Carrying carrying;
    private final boolean transforms;

    /**
     * @param transforms false if there is nothing to be timed between reading and writing
     */
    CopyWork(Target.Carrying carrying, boolean transforms) {
        this.carrying = carrying;
        this.transforms = transforms;
    }

    @Override
    public Result apply(Session session, Range range, PhaseClock clock) {
        return ahead(range, clock).apply(session, range, clock);
    }

    @Override
    public RangeWork ahead(Range range, PhaseClock clock) {
        List<CopyRow> read = clock.time(Phase.READ, () -> carrying.read(range));
        Target.Carried carried =
                transforms ? clock.time(Phase.TRANSFORM, () -> carrying.transform(read)) : carrying.transform(read);
        return (session, same, writing) -> {
            int written = writing.time(Phase.WRITE, () -> carrying.write(session, carried.rows()));
            return new Result(written, carried.rejected());
        };
    }
}
