package dev.backfill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionNamesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 999, 1000, 12345})
    void stepsAreFoundAgainByTheirNames(int partition) {
        String name = PartitionNames.of(partition);

        assertThat(PartitionNames.number("backfill-worker:" + name)).isEqualTo(partition);
        assertThat(PartitionNames.number("sweep-worker:" + name)).isEqualTo(partition);
    }
}
