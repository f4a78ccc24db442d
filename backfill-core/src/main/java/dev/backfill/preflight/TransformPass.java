package dev.backfill.preflight;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target.RowAccess;
import dev.backfill.database.Target.RowChange;
import dev.backfill.database.Target.StoredRow;
import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One application of a transform to rows that were read.
 *
 * @param changes rows whose values would become others
 * @param rejected rows that the transform refused or failed on
 */
public record TransformPass(List<RowChange> changes, List<Position> rejected) {

    /** Applies the transform; writes nothing. */
    public static TransformPass over(RowAccess access, Transform transform, List<StoredRow> rows) {
        List<String> names = access.reads().stream().map(Column::name).toList();
        List<RowChange> changes = new ArrayList<>();
        List<Position> rejected = new ArrayList<>();
        for (StoredRow row : rows) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), row.values().get(i));
            }
            Outcome outcome = apply(transform, new Row(values));
            if (outcome instanceof Outcome.Changed changed && namesOnly(changed, access.writes())) {
                RowChange change = change(row, access.writes(), changed.values(), values);
                if (!same(change.values(), written(access, row))) {
                    changes.add(change);
                }
            } else if (!(outcome instanceof Outcome.Unchanged)) {
                rejected.add(row.key());
            }
        }
        return new TransformPass(changes, rejected);
    }

    /**
     * The range's rows that one more application would really change. Values are written and read back, so that the
     * database says whether two of them are the same; hence only inside a transaction that is rolled back.
     */
    public static List<Position> unsettled(Session session, RowAccess access, Transform transform, Range range) {
        List<RowChange> changes =
                over(access, transform, access.read(session, range)).changes();
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
                    return now == null || !same(written(access, now), written(access, before));
                })
                .map(StoredRow::key)
                .toList();
    }

    /** True if the change replaces a value, not NULL, by another one. */
    static boolean overwrites(RowAccess access, RowChange change) {
        List<@Nullable Object> before = written(access, change.row());
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != null && !same(before.get(i), change.values().get(i))) {
                return true;
            }
        }
        return false;
    }

    private static Outcome apply(Transform transform, Row row) {
        try {
            return transform.apply(row);
        } catch (RuntimeException e) {
            return new Outcome.Rejected(e.getClass().getName());
        }
    }

    private static boolean namesOnly(Outcome.Changed changed, List<Column> writes) {
        return writes.stream()
                .map(Column::name)
                .toList()
                .containsAll(changed.values().keySet());
    }

    private static RowChange change(
            StoredRow row, List<Column> writes, Map<String, ?> wanted, Map<String, @Nullable Object> stored) {
        List<@Nullable Object> values = new ArrayList<>(writes.size());
        for (Column column : writes) {
            String name = column.name();
            values.add(wanted.containsKey(name) ? wanted.get(name) : stored.get(name));
        }
        return new RowChange(row, values);
    }

    private static List<@Nullable Object> written(RowAccess access, StoredRow row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : access.writes()) {
            values.add(row.values().get(access.reads().indexOf(column)));
        }
        return values;
    }

    private static boolean same(List<@Nullable Object> left, List<@Nullable Object> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean same(@Nullable Object left, @Nullable Object right) {
        if (Objects.deepEquals(left, right)) {
            return true;
        }
        if (left instanceof OffsetDateTime a && right instanceof OffsetDateTime b) {
            return a.isEqual(b);
        }
        if (left instanceof Number a && right instanceof Number b && isFinite(a) && isFinite(b)) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        return false;
    }

    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }
}
