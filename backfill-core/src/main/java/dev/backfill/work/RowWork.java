package dev.backfill.work;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.Transformation;
import dev.backfill.definition.Transform;
import dev.backfill.run.PhaseClock;
import dev.backfill.run.RunSignal.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Row work on one range: read, transform, write back what changes, and read again what somebody else changed. */
public final class RowWork implements RangeWork {
    /** Each round loses only to writes of the application within milliseconds; five in a row mean a hot spot. */
    private static final int ROUNDS = 5;

    private final Target.RowAccess access;
    private final Transformation transformation;

    public RowWork(Target.RowAccess access, Transform transform) {
        this.access = access;
        this.transformation = new Transformation(
                transform, access.reads().stream().map(Column::name).toList());
    }

    /** What the transform wants of one row. */
    public sealed interface Decision {
        record Write(Target.RowChange change) implements Decision {}

        record Keep() implements Decision {}

        record Reject(String reason) implements Decision {}
    }

    @Override
    public Result apply(Session session, Range range, PhaseClock clock) {
        Map<Position, String> rejected = new LinkedHashMap<>();
        List<Target.StoredRow> rows = clock.time(Phase.READ, () -> access.read(session, range));
        int changed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Target.StoredRow> current = rows;
            List<Target.RowChange> changes = clock.time(Phase.TRANSFORM, () -> changes(current, rejected));
            if (changes.isEmpty()) {
                return new Result(changed, rejected);
            }
            int written = clock.time(Phase.WRITE, () -> access.write(session, changes));
            changed += written;
            if (written == changes.size()) {
                return new Result(changed, rejected);
            }
            rows = clock.time(Phase.READ, () -> access.reread(session, range, changes));
        }
        throw new DatabaseException(
                FailureClass.CONTENTION, null, "rows of the chunk keep changing under it", false, null);
    }

    private List<Target.RowChange> changes(List<Target.StoredRow> rows, Map<Position, String> rejected) {
        List<Target.RowChange> changes = new ArrayList<>(rows.size());
        for (Target.StoredRow row : rows) {
            Decision decision = decide(row);
            if (decision instanceof Decision.Write write) {
                changes.add(write.change());
            } else if (decision instanceof Decision.Reject reject) {
                rejected.put(row.key(), reject.reason());
            }
        }
        return changes;
    }

    /** Asks the transform; a row that would not really change is kept. */
    public Decision decide(Target.StoredRow row) {
        Transformation.Decision decision = transformation.decide(row.values());
        if (decision instanceof Transformation.Decision.Write write) {
            return new Decision.Write(new Target.RowChange(row, write.values()));
        }
        return decision instanceof Transformation.Decision.Reject reject
                ? new Decision.Reject(reject.reason())
                : new Decision.Keep();
    }
}
