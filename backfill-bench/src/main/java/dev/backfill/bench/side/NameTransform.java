package dev.backfill.bench.side;

import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import java.util.List;
import java.util.Map;

/** The job in Java, as an author of a backfill writes it. */
final class NameTransform implements Transform {
    @Override
    public List<String> reads() {
        return List.of("full_name");
    }

    @Override
    public List<String> writes() {
        return List.of("first_name", "last_name");
    }

    @Override
    public Outcome apply(Row row) {
        String name = row.text("full_name");
        return name == null
                ? new Outcome.Unchanged()
                : new Outcome.Changed(Map.of("first_name", NameSplit.first(name), "last_name", NameSplit.last(name)));
    }
}
