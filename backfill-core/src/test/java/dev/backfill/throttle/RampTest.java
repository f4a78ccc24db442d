package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.RampStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RampTest {
    private static final List<RampStep> STEPS =
            List.of(new RampStep(500, Duration.ofSeconds(10)), new RampStep(2000, Duration.ofSeconds(20)));

    /** Each letter is two seconds: {@code .} undisturbed, {@code h} held, {@code c} contended. */
    @ParameterizedTest(name = "{0}: {1} rows/s")
    @CsvSource(
            nullValues = "-",
            value = {
                "'',               500",
                "'....',           500", // 8 s
                "'.....',         2000", // 10 s
                "'hhhhhhhhhhhh',   500", // held time does not count
                "'...hhhhh.',      500", // and what was counted before is kept
                "'...hhhhh..',    2000",
                "'....c',          500", // contention begins the step anew
                "'....c....',      500",
                "'....c.....',    2000",
                "'.....c',        2000", // but not the step before
                "'...............', -", // 10 s and 20 s
                "'..............', 2000",
                "'...............cch', -", // over is over
            })
    void risesWhileNothingHoldsTheRunBack(String seconds, Integer expected) {
        Ramp ramp = Ramp.begin(STEPS);
        for (int i = 0; i < seconds.length(); i++) {
            char c = seconds.charAt(i);
            ramp = ramp.after(
                    Duration.ofSeconds(2),
                    c == '.' ? Ramp.Span.UNDISTURBED : c == 'h' ? Ramp.Span.HELD : Ramp.Span.CONTENDED);
        }
        assertThat(ramp.rowsPerSecond()).isEqualTo(expected);
        assertThat(ramp.over()).isEqualTo(expected == null);
    }

    @Test
    void aLongLookPassesOneStepOnly() {
        assertThat(Ramp.begin(STEPS)
                        .after(Duration.ofHours(1), Ramp.Span.UNDISTURBED)
                        .rowsPerSecond())
                .isEqualTo(2000);
    }

    @Test
    void withoutStepsItIsOver() {
        assertThat(Ramp.begin(List.of()).over()).isTrue();
        assertThat(Ramp.begin(List.of())
                        .after(Duration.ofSeconds(1), Ramp.Span.CONTENDED)
                        .over())
                .isTrue();
    }

    @Test
    void saysWhereItIs() {
        Ramp ramp = Ramp.begin(STEPS).after(Duration.ofSeconds(10), Ramp.Span.UNDISTURBED);
        assertThat(ramp.text()).isEqualTo("step 2 of 2, at most 2,000 rows/s for 20 s");
        assertThat(ramp.after(Duration.ofSeconds(20), Ramp.Span.UNDISTURBED).text())
                .isEqualTo("over, after 2 steps");
    }
}
