package dev.backfill.preflight;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.RowAccess;
import dev.backfill.database.Target.RowChange;
import dev.backfill.database.Target.StoredRow;
import dev.backfill.definition.Transform;
import dev.backfill.work.RowWork;
import dev.backfill.work.RowWork.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies a transform to rows that it was applied to before. Thread-safe. */
public final class Reapplication {
    private final RowAccess access;
    private final RowWork work;
    private final BiFunction<Session, Range, List<StoredRow>> rows;

    /** Of the rows that still need the work. */
    public Reapplication(RowAccess access, Transform transform) {
        this(access, transform, access::read);
    }

    private Reapplication(RowAccess access, Transform transform, BiFunction<Session, Range, List<StoredRow>> rows) {
        this.access = access;
        this.work = new RowWork(access, transform);
        this.rows = rows;
    }

    /** Of all rows, whatever {@code where} says. */
    public static Reapplication ofAll(RowAccess access, Transform transform) {
        return new Reapplication(access, transform, access::readAll);
    }

    /**
     * The range's rows that one more application would really change. Values are written and read back, so that the
     * database says whether two of them are the same; hence only inside a transaction that is rolled back.
     */
    public List<Position> changing(Session session, Range range) {
        return changing(session, range, Set.of());
    }

    /**
     * @param deadLetters rows that could not be written before and are left out, because they cannot be written now
     */
    public List<Position> changing(Session session, Range range, Set<Position> deadLetters) {
        List<RowChange> changes = changes(session, range).stream()
                .filter(change -> !deadLetters.contains(change.row().key()))
                .toList();
        if (changes.isEmpty()) {
            return List.of();
        }
        access.write(session, changes);
        Map<Position, StoredRow> after = new HashMap<>();
        rows.apply(session, range).forEach(row -> after.put(row.key(), row));
        return changes.stream()
                .map(RowChange::row)
                .filter(before -> {
                    StoredRow now = after.get(before.key());
                    return now == null || !Arrays.deepEquals(written(now), written(before));
                })
                .map(StoredRow::key)
                .toList();
    }

    /** The writes that an application would make; only reads. */
    List<RowChange> changes(Session session, Range range) {
        return rows.apply(session, range).stream()
                .map(work::decide)
                .flatMap(decision -> decision instanceof Decision.Write write ? Stream.of(write.change()) : Stream.of())
                .toList();
    }

    /** True if the change replaces a value, not NULL, by another one. */
    boolean overwrites(RowChange change) {
        @Nullable Object[] before = written(change.row());
        for (int i = 0; i < before.length; i++) {
            @Nullable Object[] one = {before[i]};
            if (before[i] != null
                    && !Arrays.deepEquals(one, new Object[] {change.values().get(i)})) {
                return true;
            }
        }
        return false;
    }

    /** True if the transform, asked about the row as it is after the change, would not leave it so. */
    boolean goesOn(RowChange change) {
        List<@Nullable Object> values = new ArrayList<>(change.row().values());
        for (int i = 0; i < access.writes().size(); i++) {
            values.set(
                    access.reads().indexOf(access.writes().get(i)),
                    change.values().get(i));
        }
        StoredRow after = new StoredRow(change.row().key(), values, change.row().version());
        return !(work.decide(after) instanceof Decision.Keep);
    }

    private @Nullable Object[] written(StoredRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : access.writes()) {
            values.add(row.values().get(access.reads().indexOf(column)));
        }
        return values.toArray();
    }
}
