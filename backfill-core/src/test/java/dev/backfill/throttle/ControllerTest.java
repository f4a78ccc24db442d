package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.ChunkLimits;
import dev.backfill.throttle.Controller.Load;
import dev.backfill.throttle.Controller.State;
import dev.backfill.throttle.Verdict.Kind;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllerTest {
    private static final int WORKERS = 4;
    private static final ChunkLimits CHUNK = new ChunkLimits(1000, 5000, Duration.ofMillis(500));
    private static final long TICK = Duration.ofMillis(250).toNanos();
    private static final long LONG = Controller.REACTION.toNanos();
    /** Of one worker. */
    private static final double CAPACITY = 25_000;

    private static final Verdict WELL = verdict(Kind.PROCEED, 0);

    private long now = Duration.ofHours(1).toNanos();
    private State state = State.free(now);

    @Test
    void whereNobodyElseIsAtWorkNothingIsLimited() {
        step(WELL, 100_000);
        assertThat(allowance().limited()).isFalse();
        assertThat(allowance().text()).isNull();
        assertThat(state.workers()).isEqualTo(WORKERS);
    }

    @ParameterizedTest(name = "grade {0} leaves {1} of 100,000 rows/s")
    @CsvSource({"0.1, 75000", "0.5, 55000", "1, 30000"})
    void slowsByAShareOfWhatItDid(double grade, double expected) {
        step(verdict(Kind.SLOW_DOWN, grade), 100_000);
        assertThat(state.rate()).isCloseTo(expected, Percentage.withPercentage(0.01));
    }

    @Test
    void waitsForTheEffectBeforeItSlowsAgain() {
        step(verdict(Kind.SLOW_DOWN, 1), 100_000);
        double once = state.rate();
        step(verdict(Kind.SLOW_DOWN, 1), 90_000);
        assertThat(state.rate()).isEqualTo(once);
        settle();
        step(verdict(Kind.SLOW_DOWN, 1), 30_000);
        assertThat(state.rate()).isCloseTo(9000, Percentage.withPercentage(0.01));
    }

    @Test
    void neverStandsStillForASlowDown() {
        for (int i = 0; i < 50; i++) {
            settle();
            step(verdict(Kind.SLOW_DOWN, 1), 1);
        }
        assertThat(state.rate()).isEqualTo(WORKERS * CAPACITY / 100);
        state = Controller.next(state, List.of(verdict(Kind.SLOW_DOWN, 1)), new Load(1, 0, WORKERS), now + 2 * LONG);
        assertThat(state.rate()).isEqualTo(Controller.FLOOR);
    }

    @Test
    void aValueInTheBandBelowTheLimitChangesNothing() {
        step(verdict(Kind.SLOW_DOWN, 1), 100_000);
        double rate = state.rate();
        for (int i = 0; i < 40; i++) {
            step(verdict(Kind.SLOW_DOWN, 0), rate);
        }
        assertThat(state.rate()).isEqualTo(rate);
    }

    @Test
    void speedsUpByEqualStepsAndThenForgetsTheLimit() {
        step(verdict(Kind.SLOW_DOWN, 1), 100_000);
        double first = state.rate();
        step(WELL, first);
        double step = state.rate() - first;
        step(WELL, first);
        assertThat(state.rate() - first).isCloseTo(2 * step, Percentage.withPercentage(1));
        int ticks = 0;
        while (state.limited() && ticks++ < 1000) {
            step(WELL, state.rate());
        }
        assertThat(state.limited()).isFalse();
        assertThat(Duration.ofNanos(TICK).multipliedBy(ticks)).isBetween(Duration.ofSeconds(10), Duration.ofMinutes(2));
        assertThat(state.workers()).isEqualTo(WORKERS);
    }

    @Test
    void usesNoMoreWorkersThanTheRateNeeds() {
        step(verdict(Kind.SLOW_DOWN, 1), 100_000);
        assertThat(state.workers()).isEqualTo(2);
        settle();
        step(verdict(Kind.SLOW_DOWN, 1), 30_000);
        assertThat(state.workers()).isEqualTo(1);
    }

    @Test
    void beginsSlowWhereOthersAreAtWorkAndSpeedsUpFromThere() {
        state = State.careful(now);
        assertThat(allowance().rowsPerSecond()).isEqualTo(Controller.FIRST);
        assertThat(allowance().workers()).isEqualTo(1);
        assertThat(allowance().text()).isEqualTo("speeding up, at most 2,000 rows/s");
        for (int i = 0; i < 16; i++) {
            step(WELL, state.rate());
        }
        assertThat(state.rate()).isBetween(2 * Controller.FIRST, 3 * Controller.FIRST);
        assertThat(state.workers()).isEqualTo(1);
    }

    @Test
    void holdsWhileAGuardSaysSoAndReturnsAtHalfThePace() {
        step(WELL, 100_000);
        step(verdict(Kind.PAUSE, 1), 100_000);
        assertThat(allowance().held()).isTrue();
        for (int i = 0; i < 40; i++) {
            step(verdict(Kind.PAUSE, 1), 0);
        }
        assertThat(allowance().text()).isEqualTo("held: lag 3 s > 2 s for 10 s");
        step(WELL, 0);
        assertThat(allowance().held()).isFalse();
        assertThat(state.rate()).isBetween(50_000.0, 53_000.0);
    }

    @Test
    void theWorstVerdictBinds() {
        Verdict mild = verdict(Kind.SLOW_DOWN, 0.2);
        Verdict bad = new Verdict(Kind.SLOW_DOWN, "worse", Guard.Unit.COUNT, 9, 1, 0.9, "");
        state = Controller.next(state, List.of(mild, bad, WELL), load(100_000), now);
        assertThat(allowance().text()).isEqualTo("slowed to 35,000 rows/s: worse 9 > 1 for 0 s");
        assertThat(Controller.next(state, List.of(bad, verdict(Kind.PAUSE, 0.1)), load(1), now)
                        .kind())
                .isEqualTo(Kind.PAUSE);
    }

    @ParameterizedTest(name = "at {0} rows/s no more than {1} rows")
    @CsvSource({"500, 100", "20000, 200", "100000, 1000", "900000, 5000"})
    void chunksAreShortWhileTheRateIsLow(double rate, int rows) {
        state = new State(rate, 1, true, Kind.PROCEED, null, now, now, now);
        assertThat(allowance().chunkRows()).isEqualTo(rows);
    }

    private void settle() {
        now += LONG;
    }

    private void step(Verdict verdict, double measured) {
        now += TICK;
        state = Controller.next(state, List.of(verdict), load(measured), now);
    }

    private static Load load(double measured) {
        return new Load(measured, CAPACITY, WORKERS);
    }

    private Allowance allowance() {
        return Controller.allowance(state, CHUNK);
    }

    private static Verdict verdict(Kind kind, double grade) {
        return new Verdict(kind, "lag", Guard.Unit.SECONDS, 3, 2, grade, "");
    }
}
