package dev.backfill.plan;

import static dev.backfill.plan.Samples.backfill;
import static dev.backfill.plan.Samples.chunk;
import static dev.backfill.plan.Samples.survey;
import static dev.backfill.plan.Samples.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Limits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimatorTest {
    @Test
    void scalesTimedChunksToTheWholeTable() {
        TrialResult trial = trial(chunk(100, 1000, 500, 0), chunk(200, 1000, 500, 0), chunk(400, 1000, 500, 0));
        Estimate estimate = Estimator.estimate(backfill().workers(2).build(), survey(trial, 1_000_000));
        // the middle chunk is 0.2 ms a row, shared by two workers; the slowest 0.4 ms, shared by none
        assertThat(estimate.fastest()).isEqualTo(Duration.ofSeconds(100));
        assertThat(estimate.slowest()).isEqualTo(Duration.ofSeconds(400));
        assertThat(estimate.changes()).isEqualTo(500_000);
        assertThat(estimate.walBytes()).isEqualTo(100_000_000);
        // 500 ms are 2500 rows
        assertThat(estimate.chunks()).isEqualTo(400);
    }

    @Test
    void chunksStayWithinTheirLimits() {
        Survey fast = survey(trial(chunk(1, 1000, 1, 0)), 1_000_000);
        Survey slow = survey(trial(chunk(60_000, 1000, 1, 0)), 1_000_000);
        assertThat(Estimator.estimate(backfill().build(), fast).chunks()).isEqualTo(200);
        assertThat(Estimator.estimate(backfill().build(), slow).chunks()).isEqualTo(1000);
        ChunkLimits fixed = ChunkLimits.DEFAULT.fixed(2000);
        assertThat(Estimator.estimate(backfill().chunk(fixed).build(), fast).chunks())
                .isEqualTo(500);
    }

    @Test
    void aPartitionIsAtLeastOneChunk() {
        assertThat(Estimator.estimate(backfill().build(), survey(trial(chunk(1, 10, 1, 0)), 10))
                        .chunks())
                .isEqualTo(2);
    }

    @Test
    void isNoFasterThanTheRateLimit() {
        Survey survey = survey(trial(chunk(1, 1000, 1, 0)), 1_000_000);
        Estimate estimate =
                Estimator.estimate(backfill().limits(new Limits(1000, 0)).build(), survey);
        assertThat(estimate.fastest()).isEqualTo(Duration.ofSeconds(1000));
        assertThat(estimate.slowest()).isEqualTo(Duration.ofSeconds(1000));
    }

    @Test
    void smallRemaindersAndPickedRowsAreNoMeasure() {
        TrialResult trial = trial(chunk(100, 1000, 0, 0), chunk(50, 2, 0, 0), chunk(3000, 0, 200, 0));
        Estimate estimate = Estimator.estimate(backfill().workers(1).build(), survey(trial, 1000));
        assertThat(estimate.slowest()).isEqualTo(Duration.ofMillis(100));
        assertThat(estimate.changes()).isZero();
    }

    @Test
    void whatWasSeenWholeIsExact() {
        TrialResult whole = new TrialResult(List.of(chunk(1, 1000, 7, 0)), true, false, List.of(), null);
        assertThat(Estimator.estimate(backfill().build(), survey(whole, 1100)).changes())
                .isEqualTo(7);
    }

    @Test
    void knowsNothingWithoutATrial() {
        Estimate estimate = Estimator.estimate(backfill().build(), survey(TrialResult.failed("x"), 1000));
        assertThat(estimate.rows()).isEqualTo(1000);
        assertThat(estimate.fastest()).isZero();
        assertThat(estimate.walBytes()).isEqualTo(-1);
    }
}
