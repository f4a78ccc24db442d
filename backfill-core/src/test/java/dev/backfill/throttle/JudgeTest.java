package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.throttle.Verdict.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private final Judge judge = new Judge(new FixedGuard("lag", 2, 10), OptionalDouble.empty());
    private long now;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "1,                 PROCEED",
        "2,                 PROCEED", // a limit is not yet above it
        "2.1,               SLOW_DOWN",
        "10.1,              PAUSE",
        // wavering about a limit changes nothing
        "2.1 1.9,           SLOW_DOWN",
        "2.1 1.7,           PROCEED",
        "2.1 1.7 1.9,       PROCEED",
        "10.1 9.5,          PAUSE",
        "10.1 8.9,          SLOW_DOWN",
        "10.1 8.9 9.5,      SLOW_DOWN",
        "10.1 1.9,          SLOW_DOWN",
        "10.1 1.7,          PROCEED",
    })
    void judgesWithHysteresis(String readings, Kind expected) {
        Verdict last = judge.verdict(now);
        for (double value : Arrays.stream(readings.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray()) {
            last = read(value);
        }
        assertThat(last.kind()).isEqualTo(expected);
    }

    @Test
    void returnsToWhatWasUsualHoweverNearTheLimitIs() {
        Judge high = new Judge(new FixedGuard("connections", 0.95, 0.97), OptionalDouble.of(0.93));
        assertThat(List.of(0.96, 0.949, 0.947).stream()
                        .map(value -> {
                            high.read(OptionalDouble.of(value), 0);
                            return high.verdict(0).kind();
                        })
                        .toList())
                .containsExactly(Kind.SLOW_DOWN, Kind.SLOW_DOWN, Kind.PROCEED);
    }

    @Test
    void gradesHowFarAboveAndNothingInTheBandBelow() {
        assertThat(read(2.1).grade()).isEqualTo(0.1);
        assertThat(read(6).grade()).isEqualTo(0.5);
        assertThat(read(10).grade()).isEqualTo(1);
        assertThat(read(1.9).grade()).isZero();
    }

    @Test
    void isClosedBeforeTheFirstReadingAndSaysSo() {
        judge.failed("permission denied");
        assertThat(judge.verdict(0).kind()).isEqualTo(Kind.PAUSE);
        assertThat(judge.verdict(0).text()).isEqualTo("lag: not read yet: permission denied");
    }

    @Test
    void isClosedFromAFailureToTheNextReading() {
        read(1);
        pass(Duration.ofSeconds(3));
        judge.failed("canceling statement due to statement timeout");
        assertThat(judge.verdict(now).kind()).isEqualTo(Kind.PAUSE);
        assertThat(judge.verdict(now).text())
                .isEqualTo("lag: cannot be read since 3 s: canceling statement due to statement timeout");
        assertThat(read(1).kind()).isEqualTo(Kind.PROCEED);
    }

    @Test
    void aSignalThatGrowsOldWithoutAFailureIsStaleToo() {
        read(1);
        pass(Judge.STALE.plusMillis(1));
        assertThat(judge.verdict(now).kind()).isEqualTo(Kind.PAUSE);
        assertThat(judge.verdict(now).text()).isEqualTo("lag: last read 5 s ago, so nobody knows");
    }

    @Test
    void whereThereIsNoSuchSignalThereIsNothingToGuard() {
        judge.read(OptionalDouble.empty(), now);
        assertThat(judge.verdict(now).kind()).isEqualTo(Kind.PROCEED);
    }

    @Test
    void saysTheFiguresInTheirUnits() {
        List<String> texts = List.of(
                text(Guard.Unit.SECONDS, 4.1, 2),
                text(Guard.Unit.SECONDS, 0.0123, 0.004),
                text(Guard.Unit.BYTES, 3 << 20, 1536),
                text(Guard.Unit.BYTES_PER_SECOND, 5, 1),
                text(Guard.Unit.COUNT, 7, 4),
                text(Guard.Unit.SHARE, 0.955, 0.9));
        assertThat(texts)
                .containsExactly(
                        "lag 4.1 s > 2 s",
                        "lag 12.3 ms > 4 ms",
                        "lag 3 MiB > 1.5 KiB",
                        "lag 5 B/s > 1 B/s",
                        "lag 7 > 4",
                        "lag 95.5 % > 90 %");
    }

    private static String text(Guard.Unit unit, double value, double limit) {
        return new Verdict(Kind.SLOW_DOWN, "lag", unit, value, limit, 1, "").text();
    }

    private Verdict read(double value) {
        judge.read(OptionalDouble.of(value), now);
        return judge.verdict(now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
