package dev.backfill.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.ledger.ChunkResult;
import dev.backfill.ledger.CommittedChunk;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TallyTest {
    private static final List<Range> PLANNED = List.of(range(null, "9"), range("9", "20"));
    private static final List<CommittedChunk> FIRST =
            List.of(chunk(1, null, "5", 5, 3, 1), chunk(2, "5", "9", 4, 4, 0));
    private static final List<CommittedChunk> SECOND = List.of(chunk(1, "9", "20", 11, 0, 0));
    private static final List<Tally.Beginning> BEGINNINGS =
            List.of(new Tally.Beginning(range(null, "5"), 5, 2), new Tally.Beginning(range("9", "20"), 11, 11));

    private static Range range(@Nullable String after, String upTo) {
        return new Range(after == null ? null : at(after), at(upTo));
    }

    private static Position at(String key) {
        return new Position(List.of(key));
    }

    private static CommittedChunk chunk(
            int number, @Nullable String after, String upTo, int scanned, int changed, int dead) {
        return new CommittedChunk(number, range(after, upTo), new ChunkResult(scanned, changed, dead));
    }

    private static Tally tally(List<Range> recorded, Map<Integer, List<CommittedChunk>> chunks) {
        return Tally.of(PLANNED, recorded, n -> chunks.getOrDefault(n, List.of()));
    }

    @Test
    void addsUpWhatIsComplete() {
        Tally tally = tally(PLANNED, Map.of(1, FIRST, 2, SECOND));
        assertThat(tally).isEqualTo(new Tally(2, 20, 13, 7, 1, BEGINNINGS, List.of()));
    }

    @Test
    void sweepsCountNoRowTwiceButWhatTheyChangedAndTheirDeadLetters() {
        List<Range> swept = List.of(PLANNED.get(0), PLANNED.get(1), range("20", "30"));
        Tally tally = tally(swept, Map.of(1, FIRST, 2, SECOND, 3, List.of(chunk(1, "20", "30", 2, 1, 1))));
        assertThat(tally).isEqualTo(new Tally(2, 20, 13, 8, 2, BEGINNINGS, List.of()));
    }

    static Stream<Arguments> breaks() {
        List<Range> moved = List.of(range(null, "8"), range("9", "20"));
        return Stream.of(
                arguments(PLANNED, FIRST, List.of(), "partition 2 was not done to its end"),
                arguments(PLANNED, FIRST.subList(0, 1), SECOND, "partition 1 was not done to its end"),
                arguments(PLANNED, FIRST.subList(1, 2), SECOND, "partition 1, chunk 1 is missing"),
                arguments(
                        PLANNED,
                        List.of(FIRST.get(0), chunk(2, "6", "9", 1, 1, 0)),
                        SECOND,
                        "partition 1, chunk 2 does not begin where the one before it ended"),
                arguments(
                        PLANNED,
                        List.of(FIRST.get(0), chunk(2, "5", "9", 4, 4, 1)),
                        SECOND,
                        "partition 1, chunk 2 counts 4 changed and 1 dead of 4 scanned"),
                arguments(PLANNED.subList(0, 1), FIRST, SECOND, "partition 2 is not in the ledger"),
                arguments(moved, FIRST, SECOND, "partition 1 has other bounds than planned"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void namesEachBreak(
            List<Range> recorded, List<CommittedChunk> first, List<CommittedChunk> second, String expected) {
        assertThat(tally(recorded, Map.of(1, first, 2, second)).breaks())
                .extracting(Tally.Break::what)
                .contains(expected);
    }
}
