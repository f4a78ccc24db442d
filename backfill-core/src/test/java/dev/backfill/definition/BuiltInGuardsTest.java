package dev.backfill.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.throttle.Guard;
import dev.backfill.throttle.Guards;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuiltInGuardsTest {
    private static final Backfill BACKFILL = Backfill.builder(
                    "a", "app", new TableName(null, "t"), new Work.Set(Map.of("x", "y")))
            .build();

    @Test
    void areThoseThatThereAre() {
        assertThat(Guards.of(BACKFILL, Set.of(), () -> 0))
                .extracting(Guard::name)
                .containsExactlyInAnyOrderElementsOf(BuiltInGuard.names());
    }

    @Test
    void areStatedInWhatTheyCount() {
        assertThat(Guards.of(BACKFILL, Set.of(), () -> 0)).allSatisfy(guard -> assertThat(
                        BuiltInGuard.named(guard.name()).orElseThrow().measure())
                .isEqualTo(
                        switch (guard.unit()) {
                            case SECONDS -> Measure.TIME;
                            case BYTES, BYTES_PER_SECOND -> Measure.BYTES;
                            case COUNT -> Measure.COUNT;
                            case SHARE -> Measure.SHARE;
                        }));
    }
}
