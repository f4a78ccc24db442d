package dev.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Target.Slices;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
    private static Position at(int key) {
        return new Position(List.of(Integer.toString(key)));
    }

    private static Slices slices(int count, long rows) {
        return new Slices(
                IntStream.rangeClosed(1, count).mapToObj(BoundsTest::at).toList(), rows, true);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1024, 1", // rows are an estimate and may be wrong; there are ends, so there are rows
        "1, 1, 1",
        "62500, 1024, 1",
        "62501, 1024, 2",
        "1000000, 1024, 16",
        "16000000, 1024, 256",
        "9000000000, 1024, 256",
        "1000000, 3, 3", // never more than there are slices
    })
    void partitionsHoldSomeTensOfThousandsOfRowsAndAreAtMostHundreds(long rows, int slices, int partitions) {
        assertThat(Bounds.of(slices(slices, rows)).partitions()).hasSize(partitions);
    }

    @Test
    void partitionsCoverTheTableFromBeforeItsFirstRowToItsLastKeyWithoutAGap() {
        List<Range> partitions = Bounds.of(slices(1000, 12_345_678)).partitions();
        assertThat(partitions.get(0).after()).isNull();
        assertThat(partitions.get(partitions.size() - 1).upTo()).isEqualTo(at(1000));
        for (int i = 1; i < partitions.size(); i++) {
            assertThat(partitions.get(i).after())
                    .isEqualTo(partitions.get(i - 1).upTo());
        }
    }

    @Test
    void partitionsDifferByOneSliceAtMost() {
        List<Range> partitions = Bounds.of(slices(1024, 12_345_678)).partitions();
        int before = 0;
        for (Range partition : partitions) {
            int end = Integer.parseInt(
                    Objects.requireNonNull(partition.upTo()).parts().get(0));
            assertThat(end - before).isBetween(1024 / partitions.size(), 1024 / partitions.size() + 1);
            before = end;
        }
    }

    @Test
    void repeatedEndsMakeNoEmptyPartition() {
        Bounds bounds = Bounds.of(new Slices(List.of(at(1), at(1), at(2)), 1_000_000, false));
        assertThat(bounds.partitions()).containsExactly(new Range(null, at(1)), new Range(at(1), at(2)));
    }

    @Test
    void samplesBeginAtBothEndsAndBetween() {
        List<Range> samples = Bounds.of(slices(1024, 10_000_000)).samples();
        assertThat(samples).hasSize(Bounds.SAMPLES).doesNotHaveDuplicates();
        assertThat(samples.get(0).after()).isNull();
        assertThat(samples.get(7).after()).isEqualTo(at(1023));
        assertThat(samples).allSatisfy(s -> assertThat(s.upTo()).isEqualTo(at(1024)));
    }

    @Test
    void anEmptyTableHasNone() {
        Bounds bounds = Bounds.of(new Slices(List.of(), 0, true));
        assertThat(bounds.partitions()).isEmpty();
        assertThat(bounds.samples()).isEmpty();
    }
}
