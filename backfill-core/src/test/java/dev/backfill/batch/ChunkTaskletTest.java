package dev.backfill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.ChunkLoop.Step;
import dev.backfill.chunk.ChunkLoop.Turn;
import dev.backfill.ledger.ChunkResult;
import java.time.Duration;
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
            1,
            "backfill-worker:partition-001",
            new JobExecution(1, new JobInstance(1, "backfill"), new JobParameters()));
    private final StepContribution contribution = new StepContribution(step);
    private long now;
    /** Each chunk. */
    private Duration took = Duration.ofMillis(1);

    private RepeatStatus execute() throws Exception {
        RepeatStatus status = new ChunkTasklet(new Scripted(), () -> now)
                .execute(contribution, new ChunkContext(new StepContext(step)));
        return status == null ? RepeatStatus.FINISHED : status;
    }

    @Test
    void countsTheChunksOfOneSecondTogether() throws Exception {
        took = Duration.ofMillis(300);
        for (int i = 0; i < 6; i++) {
            turns.add(new Turn(Step.MORE, new ChunkResult(100, 60, 10)));
        }
        assertThat(execute()).isEqualTo(RepeatStatus.CONTINUABLE);
        assertThat(turns).as("left for the next call").hasSize(2);
        assertThat(contribution.getReadCount()).isEqualTo(400);
        assertThat(contribution.getWriteCount()).isEqualTo(240);
        assertThat(contribution.getProcessSkipCount()).isEqualTo(40);
    }

    @Test
    void aSlowChunkIsCountedAlone() throws Exception {
        took = Duration.ofSeconds(1);
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
            assertThat(partition).isEqualTo(1);
            now += took.toNanos();
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
