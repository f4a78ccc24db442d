package dev.backfill.plan;

import static dev.backfill.plan.Samples.backfill;
import static dev.backfill.plan.Samples.chunk;
import static dev.backfill.plan.Samples.finding;
import static dev.backfill.plan.Samples.survey;
import static dev.backfill.plan.Samples.trial;
import static dev.backfill.plan.Samples.twice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.backfill.definition.Backfill;
import dev.backfill.run.RunId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
    private static final Backfill ALL = backfill().build();
    private static final Backfill SOME = backfill().where("a IS NULL").build();
    private static final List<Finding> CLEAN = List.of();
    private static final List<Finding> NOW = List.of(finding(FindingCode.VOLATILE_FUNCTION, Severity.WARNING));

    static Stream<Arguments> idempotency() {
        return Stream.of(
                arguments(ALL, twice(100, 0, 0), CLEAN, true),
                arguments(ALL, twice(100, 1, 0), CLEAN, false),
                arguments(SOME, twice(100, 0, 5), CLEAN, true),
                // nothing was seen
                arguments(ALL, twice(0, 0, 0), CLEAN, false),
                // time stands still within the trial's transaction
                arguments(ALL, twice(100, 0, 0), NOW, false),
                arguments(SOME, twice(100, 0, 0), NOW, true),
                arguments(SOME, twice(100, 0, 1), NOW, false));
    }

    @ParameterizedTest
    @MethodSource("idempotency")
    void isIdempotentOnlyIfItWasSeenToBe(Backfill backfill, TrialChunk chunk, List<Finding> findings, boolean is) {
        assertThat(Planner.plan(backfill, survey(trial(chunk), 100), findings).idempotent())
                .isEqualTo(is);
    }

    @Test
    void anUnfinishedTrialShowsNothing() {
        TrialResult broken = new TrialResult(List.of(twice(100, 0, 0)), false, false, List.of(), "gone");
        assertThat(Planner.plan(ALL, survey(broken, 100), CLEAN).idempotent()).isFalse();
    }

    @Test
    void theFingerprintIsOfWhatWillBeDoneNotOfHowLongItTakes() {
        Plan plan = Planner.plan(ALL, survey(trial(chunk(1, 10, 10, 0)), 100), CLEAN);
        Plan slower = Planner.plan(ALL, survey(trial(chunk(9, 10, 10, 0)), 100), CLEAN);
        Plan larger = Planner.plan(ALL, survey(trial(chunk(1, 10, 10, 0)), 101), CLEAN);
        Plan riskier = Planner.plan(ALL, survey(trial(chunk(1, 10, 10, 1)), 100), CLEAN);
        Plan warned = Planner.plan(ALL, survey(trial(chunk(1, 10, 10, 0)), 100), NOW);
        Plan retry = Planner.plan(ALL, survey(trial(chunk(1, 10, 10, 0)), 100), CLEAN, new RunId("all-1"));
        Plan other = Planner.plan(ALL, survey(trial(chunk(1, 10, 10, 0)), 100), CLEAN, new RunId("all-2"));
        assertThat(slower.fingerprint()).isEqualTo(plan.fingerprint());
        assertThat(Stream.of(plan, larger, riskier, warned, retry, other).map(Plan::fingerprint))
                .doesNotHaveDuplicates();
    }

    @Test
    void anErrorRefuses() {
        List<Finding> error = List.of(finding("standby", Severity.ERROR));
        assertThat(Planner.plan(ALL, Survey.unknown(ALL), error).refused()).isTrue();
        assertThat(Planner.plan(ALL, survey(trial(), 1), NOW).refused()).isFalse();
    }
}
