package dev.backfill.preflight;

import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import java.util.List;
import java.util.function.Function;

/** Row work made of a lambda. */
public final class Transforms {
    private Transforms() {}

    public static Work.Rows of(String reads, String writes, Function<Row, Transform.Outcome> body) {
        return new Work.Rows("sample", new Transform() {
            @Override
            public List<String> reads() {
                return List.of(reads);
            }

            @Override
            public List<String> writes() {
                return List.of(writes);
            }

            @Override
            public Outcome apply(Row row) {
                return body.apply(row);
            }
        });
    }
}
