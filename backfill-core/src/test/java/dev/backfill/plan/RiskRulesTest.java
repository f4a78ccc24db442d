package dev.backfill.plan;

import static dev.backfill.plan.Samples.chunk;
import static dev.backfill.plan.Samples.finding;
import static dev.backfill.plan.Samples.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.backfill.plan.Risk.Level;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RiskRulesTest {
    private static final TrialResult FILLS = trial(chunk(1, 100, 100, 0));
    private static final TrialResult OVERWRITES = trial(chunk(1, 100, 100, 1));

    static Stream<Arguments> cases() {
        Finding info = finding("never-analysed", Severity.INFO);
        Finding error = finding("standby", Severity.ERROR);
        Finding twice = finding(FindingCode.NOT_IDEMPOTENT, Severity.WARNING);
        Finding triggers = finding(FindingCode.TRIGGERS_FIRE, Severity.WARNING);
        Finding random = finding(FindingCode.VOLATILE_FUNCTION, Severity.WARNING);
        Finding referenced = finding(FindingCode.REFERENCED_COLUMN, Severity.WARNING);
        TrialResult all = new TrialResult(FILLS.chunks(), true, false, List.of(), null);
        TrialResult idle = new TrialResult(List.of(chunk(1, 100, 0, 0)), true, true, List.of(), null);
        TrialResult hopeless = new TrialResult(List.of(chunk(1, 100, 0, 0)), true, false, List.of(), null);
        return Stream.of(
                arguments(all, List.of(), Level.NONE),
                arguments(hopeless, List.of(), Level.NONE),
                arguments(TrialResult.EMPTY, List.of(), Level.NONE),
                arguments(idle, List.of(), Level.NONE),
                arguments(FILLS, List.of(info), Level.LOW),
                arguments(FILLS, List.of(twice), Level.MEDIUM),
                arguments(OVERWRITES, List.of(), Level.MEDIUM),
                arguments(OVERWRITES, List.of(triggers), Level.HIGH),
                arguments(OVERWRITES, List.of(random, referenced), Level.CRITICAL),
                arguments(OVERWRITES, List.of(twice, triggers, random, referenced), Level.CRITICAL),
                // unsure
                arguments(trial(chunk(1, 100, 0, 0)), List.of(), Level.CRITICAL),
                arguments(TrialResult.failed("lock timeout"), List.of(), Level.CRITICAL),
                arguments(FILLS, List.of(error), Level.CRITICAL));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rates(TrialResult trial, List<Finding> findings, Level level) {
        Risk risk = RiskRules.assess(trial, findings);
        assertThat(risk.level()).as(risk.reason()).isEqualTo(level);
        assertThat(risk.reason()).isNotBlank();
    }

    @Test
    void namesEveryReason() {
        Risk risk = RiskRules.assess(OVERWRITES, List.of(finding(FindingCode.TRIGGERS_FIRE, Severity.WARNING)));
        assertThat(risk.reason()).contains("1 of 100 rows", "triggers");
    }
}
