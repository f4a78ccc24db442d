package dev.backfill.database;

import dev.backfill.database.Target.Carried;
import dev.backfill.database.Transformation.Decision;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done to the rows of a copy between the two databases, if anything. Thread-safe. */
final class CopyTransform {
    /** Null if nothing is. */
    private final @Nullable Transformation transformation;
    /** The places of the columns that the transform writes. */
    private final List<Integer> written;

    CopyTransform(Work.Copy copy) {
        List<String> columns = List.copyOf(copy.columns().keySet());
        Work.Rows rows = copy.transform();
        this.transformation = rows == null ? null : new Transformation(rows.transform(), columns);
        this.written = copy.transformed().stream().map(columns::indexOf).toList();
    }

    /** True if rows are written as they are read. */
    boolean none() {
        return transformation == null;
    }

    Carried of(List<CopyRow> rows) {
        if (transformation == null) {
            return new Carried(rows, Map.of());
        }
        List<CopyRow> carried = new ArrayList<>(rows.size());
        Map<Position, String> rejected = new LinkedHashMap<>();
        for (CopyRow row : rows) {
            Decision decision = transformation.decide(row.values());
            if (decision instanceof Decision.Reject reject) {
                rejected.put(row.key(), reject.reason());
            } else {
                carried.add(decision instanceof Decision.Write write ? changed(row, write.values()) : row);
            }
        }
        return new Carried(carried, rejected);
    }

    private CopyRow changed(CopyRow row, List<@Nullable Object> values) {
        List<@Nullable Object> all = new ArrayList<>(row.values());
        for (int i = 0; i < written.size(); i++) {
            all.set(written.get(i), values.get(i));
        }
        return new CopyRow(row.key(), all);
    }
}
