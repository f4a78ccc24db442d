package dev.backfill.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    @Test
    void theMostFrequentReasonComesFirstAndEqualOnesByTheirText() {
        assertThat(Findings.mostFrequentFirst(Map.of("b", 2L, "c", 7L, "a", 2L, "d", 1L))
                        .keySet())
                .containsExactly("c", "a", "b", "d");
    }
}
