package dev.backfill.plan;

import static dev.backfill.plan.Samples.backfill;
import static dev.backfill.plan.Samples.chunk;
import static dev.backfill.plan.Samples.finding;
import static dev.backfill.plan.Samples.survey;
import static dev.backfill.plan.Samples.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.DeadLetterLimit;
import dev.backfill.definition.GuardQuery;
import dev.backfill.definition.Limits;
import dev.backfill.definition.RampStep;
import dev.backfill.run.RunId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class PlanCodecTest {
    private static final Backfill BACKFILL = backfill().build();
    private static final Plan PLAN = Planner.plan(
            BACKFILL,
            survey(trial(chunk(100, 1000, 500, 3)), 1_000_000),
            List.of(finding("a", Severity.INFO), finding("b", Severity.WARNING)));

    @Test
    void comesBackAsItWas() {
        Plan read = PlanCodec.decode(PlanCodec.encode(PLAN), BACKFILL);
        assertThat(read).isEqualTo(PLAN);
        assertThat(read.statements().keySet()).containsExactly("update", "find");
    }

    @Test
    void aRetrySaysOfWhichRun() {
        Plan retry = Planner.plan(BACKFILL, Survey.unknown(BACKFILL), List.of(), new RunId("change-7"));
        String text = PlanCodec.encode(retry);
        assertThat(PlanCodec.decode(text, BACKFILL)).isEqualTo(retry);
        assertThat(PlanCodec.retryOf(text)).isEqualTo(new RunId("change-7"));
        assertThat(PlanCodec.retryOf(PlanCodec.encode(PLAN))).isNull();
    }

    @Test
    void anEmptyPlanComesBackToo() {
        Plan empty = Planner.plan(BACKFILL, Survey.unknown(BACKFILL), List.of());
        assertThat(PlanCodec.decode(PlanCodec.encode(empty), BACKFILL)).isEqualTo(empty);
    }

    @Test
    void keepsThePlannedFingerprintUnderAnEditedDefinition() {
        Backfill edited = backfill().where("a IS NULL").build();
        Plan read = PlanCodec.decode(PlanCodec.encode(PLAN), edited);
        assertThat(read.backfill()).isSameAs(edited);
        assertThat(read.definitionFingerprint())
                .isEqualTo(PLAN.definitionFingerprint())
                .isNotEqualTo(Fingerprint.of(edited));
    }

    @Test
    void takesPaceAndLimitsFromTheDefinitionAsItIsNow() {
        Backfill edited = backfill()
                .limits(new Limits(2000, new DeadLetterLimit.Share(BigDecimal.TEN), 5))
                .guards(List.of(new GuardQuery("queue-depth", "SELECT 1", null, 5.0)))
                .ramp(List.of(new RampStep(1000, Duration.ofMinutes(5))))
                .build();
        Plan read = PlanCodec.decode(PlanCodec.encode(PLAN), edited);
        assertThat(read.backfill()).isSameAs(edited);
        assertThat(read.definitionFingerprint()).isEqualTo(Fingerprint.of(edited));
    }

    @Test
    void isStoredUnderTheseNames() {
        assertThat(PlanCodec.encode(Planner.plan(BACKFILL, Survey.unknown(BACKFILL), List.of())))
                .isEqualTo(
                        """
                        {"format":1,"key":[],"partitions":[],\
                        "estimate":{"rows":0,"rowsExact":false,"changes":0,"chunks":0,\
                        "fastestNanos":0,"slowestNanos":0,"walBytes":-1},"statements":{},"findings":[],\
                        "risk":{"level":"CRITICAL",\
                        "reason":"the work could not be tried out: preflight refused the backfill"},\
                        "idempotent":false,\
                        "definitionFingerprint":"f142b6254d127d8cf91a03657518bae42899890ce6e1765a87b5244f95d2487f",\
                        "fingerprint":"2e00a10e784fdbab3b89a490cd493fd0df69e7ef1427dfdfcd71b0b34604299c","columns":{}}""");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        String text = PlanCodec.encode(PLAN);
        assertThatThrownBy(() -> PlanCodec.decode(text.replace("\"format\":1", "\"format\":2"), BACKFILL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 2");
        assertThatThrownBy(() -> PlanCodec.decode(text.replace("\"risk\"", "\"rusk\""), BACKFILL))
                .isInstanceOf(JacksonException.class);
    }
}
