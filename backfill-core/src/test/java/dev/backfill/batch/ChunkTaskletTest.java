package dev.backfill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkLoop.Step;
import dev.backfill.chunk.ChunkLoop.Turn;
import dev.backfill.ledger.ChunkResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

class ChunkTaskletTest {
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final StepExecution step = new StepExecution(
            1, "partition-001", new JobExecution(1, new JobInstance(1, "backfill"), new JobParameters()));
    private final StepContribution contribution = new StepContribution(step);

    private RepeatStatus execute() throws Exception {
        step.getExecutionContext().putInt("partition", 1);
        RepeatStatus status =
                new ChunkTasklet(new Scripted()).execute(contribution, new ChunkContext(new StepContext(step)));
        return status == null ? RepeatStatus.FINISHED : status;
    }

    @Test
    void countsSmallChunksTogetherUntilThereAreEnoughRows() throws Exception {
        for (int i = 0; i < 12; i++) {
            turns.add(new Turn(Step.MORE, new ChunkResult(100, 60, 10)));
        }
        assertThat(execute()).isEqualTo(RepeatStatus.CONTINUABLE);
        assertThat(turns).hasSize(2);
        assertThat(contribution.getReadCount()).isEqualTo(1000);
        assertThat(contribution.getWriteCount()).isEqualTo(600);
        assertThat(contribution.getProcessSkipCount()).isEqualTo(100);
    }

    @Test
    void aLargeChunkIsEnough() throws Exception {
        turns.add(new Turn(Step.MORE, new ChunkResult(5000, 5000, 0)));
        turns.add(new Turn(Step.MORE, new ChunkResult(5000, 5000, 0)));
        assertThat(execute()).isEqualTo(RepeatStatus.CONTINUABLE);
        assertThat(turns).hasSize(1);
    }

    @Test
    void endsWithThePartition() throws Exception {
        turns.addAll(List.of(
                new Turn(Step.MORE, new ChunkResult(100, 100, 0)), new Turn(Step.DONE, new ChunkResult(7, 7, 0))));
        assertThat(execute()).isEqualTo(RepeatStatus.FINISHED);
        assertThat(contribution.getReadCount()).isEqualTo(107);
    }

    @Test
    void stopsAtOnceWithWhatIsCommitted() throws Exception {
        turns.addAll(List.of(new Turn(Step.MORE, new ChunkResult(100, 100, 0)), new Turn(Step.STOP, null)));
        execute();
        assertThat(step.isTerminateOnly()).isTrue();
        assertThat(contribution.getReadCount()).isEqualTo(100);
    }

    /** Says what each call finds. */
    private final class Scripted implements Stages {
        @Override
        public void preflight() {}

        @Override
        public List<Integer> partitions() {
            return List.of(1);
        }

        @Override
        public List<Integer> sweeps() {
            return List.of();
        }

        @Override
        public Turn chunk(int partition) {
            @Nullable Turn next = turns.poll();
            if (next == null) {
                throw new IllegalStateException("nobody expected another chunk");
            }
            return next;
        }

        @Override
        public void counted() {}

        @Override
        public void verify() {}

        @Override
        public void close() {}

        @Override
        public boolean stopping() {
            return false;
        }
    }
}
