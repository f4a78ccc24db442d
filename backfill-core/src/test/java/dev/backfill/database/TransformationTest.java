package dev.backfill.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Transformation.Decision;
import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransformationTest {
    private static Decision decide(Function<Row, ? extends @Nullable Outcome> answer, @Nullable Object... values) {
        Transform transform = new Transform() {
            @Override
            public List<String> reads() {
                return List.of("full");
            }

            @Override
            public List<String> writes() {
                return List.of("last", "first");
            }

            @Override
            @SuppressWarnings("NullAway") // what a careless author may answer
            public Outcome apply(Row row) {
                return answer.apply(row);
            }
        };
        return new Transformation(transform, List.of("id", "first", "last", "full")).decide(Arrays.asList(values));
    }

    @Test
    void answersTheWrittenColumnsInTheTransformsOrder() {
        assertThat(decide(row -> new Outcome.Changed(Map.of("first", "Ada")), 1L, null, "L", "Ada L"))
                .isEqualTo(new Decision.Write(List.of("L", "Ada")));
        assertThat(decide(row -> new Outcome.Changed(Collections.singletonMap("last", null)), 1L, null, "L", "Ada L"))
                .isEqualTo(new Decision.Write(Arrays.asList(null, null)));
    }

    @Test
    void keepsWhatWouldNotReallyChange() {
        assertThat(decide(row -> new Outcome.Changed(Map.of("first", "A")), 1L, "A", "L", "x"))
                .isEqualTo(new Decision.Keep());
        assertThat(decide(row -> new Outcome.Unchanged(), 1L, "A", "L", "x")).isEqualTo(new Decision.Keep());
    }

    @Test
    void rejectsWithoutQuotingTheRow() {
        assertThat(decide(row -> new Outcome.Rejected("odd"), 1L, "A", "L", "x"))
                .isEqualTo(new Decision.Reject("odd"));
        assertThat(decide(
                        row -> {
                            throw new IllegalStateException("secret " + row.get("full"));
                        },
                        1L,
                        "A",
                        "L",
                        "x"))
                .isEqualTo(new Decision.Reject("the transform threw java.lang.IllegalStateException"));
        assertThat(decide(row -> null, 1L, "A", "L", "x"))
                .isEqualTo(new Decision.Reject("the transform answered null"));
        assertThat(decide(row -> new Outcome.Changed(Map.of("id", 7)), 1L, "A", "L", "x"))
                .isEqualTo(new Decision.Reject("the transform set a column that is not among its writes"));
    }

    @Test
    void showsTheColumnsThatWereAskedForAndNoOthers() {
        assertThat(decide(row -> new Outcome.Rejected(row.toString()), 1L, "A", "L", "x"))
                .isEqualTo(new Decision.Reject("Row[full, last, first]"));
        assertThat(decide(row -> new Outcome.Rejected(String.valueOf(row.get("id"))), 1L, "A", "L", "x"))
                .isEqualTo(new Decision.Reject("the transform threw java.lang.IllegalArgumentException"));
    }
}
