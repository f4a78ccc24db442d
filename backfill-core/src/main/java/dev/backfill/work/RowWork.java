package dev.backfill.work;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.run.PhaseClock;
import dev.backfill.run.RunSignal.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Row work on one range: read, transform, write back what changes, and read again what somebody else changed. */
public final class RowWork implements RangeWork {
    /** Each round loses only to writes of the application within milliseconds; five in a row mean a hot spot. */
    private static final int ROUNDS = 5;

    private final Target.RowAccess access;
    private final Transform transform;
    private final Map<String, Integer> places = new HashMap<>();

    public RowWork(Target.RowAccess access, Transform transform) {
        this.access = access;
        this.transform = transform;
        for (int i = 0; i < access.reads().size(); i++) {
            places.put(access.reads().get(i).name(), i);
        }
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
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        places.forEach((name, place) -> values.put(name, row.values().get(place)));
        @Nullable Outcome outcome;
        try {
            outcome = transform.apply(new Row(values));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            // errors too that one row brings about, a regular expression on a long text for one; the message may quote
            // the row
            return new Decision.Reject("the transform threw " + e.getClass().getName());
        }
        if (outcome == null) {
            return new Decision.Reject("the transform answered null");
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Decision.Reject(rejected.reason());
        }
        return outcome instanceof Outcome.Changed changed ? written(row, changed.values()) : new Decision.Keep();
    }

    private Decision written(Target.StoredRow row, Map<String, ? extends @Nullable Object> wanted) {
        List<@Nullable Object> after = new ArrayList<>(access.writes().size());
        boolean differs = false;
        int known = 0;
        for (Column column : access.writes()) {
            Object before = row.values().get(place(column.name()));
            boolean set = wanted.containsKey(column.name());
            Object value = set ? wanted.get(column.name()) : before;
            known += set ? 1 : 0;
            differs |= !SameValue.test(before, value);
            after.add(value);
        }
        if (known < wanted.size()) {
            return new Decision.Reject("the transform set a column that is not among its writes");
        }
        return differs ? new Decision.Write(new Target.RowChange(row, after)) : new Decision.Keep();
    }

    private int place(String column) {
        Integer place = places.get(column);
        if (place == null) {
            throw new IllegalStateException("column " + column + " was not read");
        }
        return place;
    }
}
