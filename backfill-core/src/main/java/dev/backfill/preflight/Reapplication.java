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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies a transform to rows that it was applied to before. Thread-safe. */
public final class Reapplication {
    private final RowAccess access;
    private final RowWork work;

    public Reapplication(RowAccess access, Transform transform) {
        this.access = access;
        this.work = new RowWork(access, transform);
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
        access.read(session, range).forEach(row -> after.put(row.key(), row));
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
        return access.read(session, range).stream()
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

    private @Nullable Object[] written(StoredRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : access.writes()) {
            values.add(row.values().get(access.reads().indexOf(column)));
        }
        return values.toArray();
    }
}
