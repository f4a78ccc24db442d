package dev.backfill.rehearsal;

import dev.backfill.database.Column;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Example;
import dev.backfill.work.RangeWork;
import dev.backfill.work.RowWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows as they are and as they would be. */
final class Examples {
    private Examples() {}

    static List<Example> of(Target target, RangeWork work, Session session, Range range, int wanted) {
        if (work instanceof RowWork rowWork) {
            return transformed(target.rows().orElseThrow(), rowWork, session, range, wanted);
        }
        return target.update().orElseThrow().examples(session, range, wanted);
    }

    private static List<Example> transformed(
            Target.RowAccess access, RowWork work, Session session, Range range, int wanted) {
        List<Example> examples = new ArrayList<>();
        for (Target.StoredRow row : access.read(session, range)) {
            if (examples.size() == wanted) {
                break;
            }
            if (work.decide(row) instanceof RowWork.Decision.Write write) {
                examples.add(new Example(
                        row.key(),
                        named(access.reads(), row.values()),
                        named(access.writes(), write.change().values())));
            }
        }
        return examples;
    }

    private static Map<String, @Nullable String> named(List<Column> columns, List<@Nullable Object> values) {
        Map<String, @Nullable String> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(columns.get(i).name(), Objects.toString(values.get(i), null));
        }
        return named;
    }
}
