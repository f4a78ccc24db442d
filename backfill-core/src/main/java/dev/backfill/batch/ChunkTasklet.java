package dev.backfill.batch;

import dev.backfill.chunk.ChunkLoop.Step;
import dev.backfill.chunk.ChunkLoop.Turn;
import dev.backfill.ledger.ChunkResult;
import java.time.Duration;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * One chunk per call, or several that are small: the metadata of each call costs as much as some hundred rows. Counts
 * only what is committed. Stops by asking its own step to end: stopping from outside marks the step as stopped while a
 * chunk is still in flight.
 */
final class ChunkTasklet implements Tasklet {
    /** Rows that are worth a call. */
    private static final int ENOUGH_ROWS = 1000;
    /** People look at the metadata, too. */
    private static final long ENOUGH_NANOS = Duration.ofMillis(500).toNanos();

    private final Stages stages;

    ChunkTasklet(Stages stages) {
        this.stages = stages;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        StepExecution step = contribution.getStepExecution();
        if (step.getCommitCount() > 0) {
            stages.counted();
        }
        Turn turn = chunks(step.getExecutionContext().getInt("partition"), contribution);
        if (turn.step() == Step.STOP) {
            step.setTerminateOnly();
        }
        return turn.step() == Step.DONE ? RepeatStatus.FINISHED : RepeatStatus.CONTINUABLE;
    }

    private Turn chunks(int partition, StepContribution contribution) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            Turn turn = stages.chunk(partition);
            if (turn.result() != null) {
                count(contribution, turn.result());
            }
            boolean enough = contribution.getReadCount() >= ENOUGH_ROWS || System.nanoTime() - begin >= ENOUGH_NANOS;
            if (turn.step() != Step.MORE || enough) {
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
