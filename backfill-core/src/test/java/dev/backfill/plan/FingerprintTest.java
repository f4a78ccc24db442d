package dev.backfill.plan;

import static dev.backfill.plan.Samples.backfill;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.definition.GuardQuery;
import dev.backfill.definition.Limits;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.RampStep;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Window;
import dev.backfill.definition.Work;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final TableName T = new TableName("public", "t");

    @Test
    void isTheSameInEveryVersion() {
        assertThat(Fingerprint.of(backfill().build()))
                .isEqualTo("f142b6254d127d8cf91a03657518bae42899890ce6e1765a87b5244f95d2487f");
    }

    @Test
    void leavesOutWhatDoesNotDecideWhatIsWritten() {
        Backfill other = backfill()
                .description("d")
                .owner("o")
                .workers(7)
                .limits(new Limits(1, new DeadLetterLimit.Share(BigDecimal.ONE), 3))
                .guards(List.of(new GuardQuery("g", "SELECT 1", 1.0, 2.0)))
                .windows(List.of(
                        new Window(Set.of(DayOfWeek.MONDAY), LocalTime.NOON, LocalTime.MIDNIGHT, ZoneOffset.UTC)))
                .ramp(List.of(new RampStep(1, Duration.ofMinutes(1))))
                .chunk(ChunkLimits.DEFAULT.fixed(7))
                .checks(List.of(new Check("n", "SELECT 1", "1")))
                .build();
        assertThat(Fingerprint.of(other)).isEqualTo(Fingerprint.of(backfill().build()));
    }

    @Test
    void everythingThatDecidesWhatIsWrittenMakesAnotherOne() {
        Work work = backfill().build().work();
        Map<String, String> swapped = new LinkedHashMap<>();
        swapped.put("c", "1");
        swapped.put("a", "lower(b)");
        Stream<Backfill> all = Stream.of(
                backfill().build(),
                backfill().where("b IS NULL").build(),
                backfill().key(List.of("x", "y")).build(),
                backfill().key(List.of("xy")).build(),
                Backfill.builder("sample", "other", T, work).build(),
                Backfill.builder("sample", "app", new TableName("public", "u"), work)
                        .build(),
                Backfill.builder("sample", "app", new TableName(null, "t"), work)
                        .build(),
                Backfill.builder("sample", "app", T, new Work.Set(swapped)).build(),
                Backfill.builder("sample", "app", T, new Work.Set(Map.of("a", "lower(b)")))
                        .build(),
                Backfill.builder("sample", "app", T, rows("x", List.of("b"), List.of("a")))
                        .build(),
                Backfill.builder("sample", "app", T, rows("y", List.of("b"), List.of("a")))
                        .build(),
                Backfill.builder("sample", "app", T, rows("x", List.of("b", "c"), List.of("a")))
                        .build(),
                copy("u", Map.of("a", "b"), OnConflict.SKIP),
                copy("v", Map.of("a", "b"), OnConflict.SKIP),
                copy("u", Map.of("a", "c"), OnConflict.SKIP),
                copy("u", Map.of("a", "b"), OnConflict.UPDATE),
                copyFrom(null),
                copyFrom(rows("x", List.of("a"), List.of("a"))),
                copyFrom(rows("y", List.of("a"), List.of("a"))));
        assertThat(all.map(Fingerprint::of)).doesNotHaveDuplicates().allMatch(f -> f.matches("[0-9a-f]{64}"));
    }

    private static Backfill copy(String into, Map<String, String> columns, OnConflict onConflict) {
        return Backfill.builder("sample", "app", T, new Work.Copy(new TableName(null, into), columns, onConflict))
                .build();
    }

    private static Backfill copyFrom(Work.@Nullable Rows transform) {
        Work work = new Work.Copy("crm", new TableName(null, "u"), Map.of("a", "b"), OnConflict.SKIP, transform);
        return Backfill.builder("sample", "app", T, work).build();
    }

    private static Work.Rows rows(String name, List<String> reads, List<String> writes) {
        return new Work.Rows(name, new Transform() {
            @Override
            public List<String> reads() {
                return reads;
            }

            @Override
            public List<String> writes() {
                return writes;
            }

            @Override
            public Outcome apply(Row row) {
                return new Outcome.Unchanged();
            }
        });
    }
}
