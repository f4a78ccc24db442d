package dev.backfill.batch;

import dev.backfill.chunk.ChunkLoop.Step;
import dev.backfill.chunk.ChunkLoop.Turn;
import dev.backfill.ledger.ChunkResult;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * All chunks of a second per call: the metadata of each call is two transactions, which wait for the disk where the
 * server lets no session do otherwise. Counts only what is committed. Stops by asking its own step to end: stopping from
 * outside marks the step as stopped while a chunk is still in flight.
 */
final class ChunkTasklet implements Tasklet {
    /** People look at the metadata, too. */
    private static final long ENOUGH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Stages stages;
    private final LongSupplier nanoClock;

    ChunkTasklet(Stages stages, LongSupplier nanoClock) {
        this.stages = stages;
        this.nanoClock = nanoClock;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        StepExecution step = contribution.getStepExecution();
        if (step.getCommitCount() > 0) {
            stages.counted();
        }
        Turn turn = chunks(PartitionNames.number(step.getStepName()), contribution);
        if (turn.step() == Step.STOP) {
            step.setTerminateOnly();
        }
        return turn.step() == Step.DONE ? RepeatStatus.FINISHED : RepeatStatus.CONTINUABLE;
    }

    private Turn chunks(int partition, StepContribution contribution) throws InterruptedException {
        long begin = nanoClock.getAsLong();
        while (true) {
            Turn turn = stages.chunk(partition);
            if (turn.result() != null) {
                count(contribution, turn.result());
            }
            if (turn.step() != Step.MORE || nanoClock.getAsLong() - begin >= ENOUGH_NANOS) {
                return turn;
            }
        }
    }

    private static void count(StepContribution contribution, ChunkResult result) {
        for (int row = 0; row < result.scanned(); row++) {
            contribution.incrementReadCount();
        }
        contribution.incrementWriteCount(result.changed());
        contribution.incrementFilterCount(result.unchanged());
        contribution.incrementProcessSkipCount(result.dead());
    }
}
