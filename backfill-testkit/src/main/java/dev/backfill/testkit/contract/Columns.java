package dev.backfill.testkit.contract;

import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import java.util.List;
import java.util.function.Function;

/** A transform made of its columns and a function. */
record Columns(List<String> reads, List<String> writes, Function<Row, Transform.Outcome> change) implements Transform {
    @Override
    public Outcome apply(Row row) {
        return change.apply(row);
    }
}
