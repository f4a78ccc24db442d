package dev.backfill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.bench.side.Side;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void ratesAreMediansOfRowsPerSecond() {
        Figures odd = figures("a", 1000, 4, 1, 2);

        assertThat(odd.changing()).isEqualTo(new Figures.Rate(500, 250, 1000));
        assertThat(figures("a", 1000, 1, 2).changing().median()).isEqualTo(750);
    }

    @Test
    void theWholeIsToldApartFromTheChanging() {
        Sample sample = new Sample(Duration.ofSeconds(4), Duration.ofSeconds(1), 0, 0);
        Figures figures = new Figures(side("a"), 1000, List.of(sample));

        assertThat(figures.changing().median()).isEqualTo(1000);
        assertThat(figures.whole().median()).isEqualTo(250);
    }

    @Test
    void aTargetIsMetMissedOrNotMeasured() {
        Target target = new Target("a", "b", 2);
        Figures fast = figures("a", 1000, 1);

        assertThat(target.judge(List.of(fast, figures("b", 1000, 2))).state()).isEqualTo(Target.State.MET);
        assertThat(target.judge(List.of(fast, figures("b", 1000, 1))).state()).isEqualTo(Target.State.MISSED);
        assertThat(target.judge(List.of(fast)).state()).isEqualTo(Target.State.NOT_MEASURED);
    }

    @Test
    void scalingComparesTheLargeTableWithTheSmall() {
        List<Figures> figures =
                List.of(figures("sql-ours-2", 100, 1), figures("sql-ours-2", 1000, 20), figures("other", 1000, 1));

        Target.Verdict verdict = Target.scaling(figures, "sql-ours-2", 100, 1000);

        assertThat(verdict.ratio()).isEqualTo(Optional.of(0.5));
        assertThat(verdict.state()).isEqualTo(Target.State.MISSED);
    }

    private static Figures figures(String id, long rows, int... seconds) {
        Stream<Sample> samples =
                Arrays.stream(seconds).mapToObj(s -> new Sample(Duration.ofSeconds(s), Duration.ofSeconds(s), 0, 0));
        return new Figures(side(id), rows, samples.toList());
    }

    private static Side side(String id) {
        return new Side(id, id, Side.Family.SQL, 1, (copy, workers) -> () -> {});
    }
}
