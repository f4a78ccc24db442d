package dev.backfill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;

class WaitingPartitionHandlerTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final CountDownLatch working = new CountDownLatch(2);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final JobExecution job = new JobExecution(1, new JobInstance(1, "job"), new JobParameters());

    /** One partition cannot write its metadata; the other two go on until they are told. */
    private final Step worker = new Step() {
        @Override
        public String getName() {
            return "worker";
        }

        @Override
        public void execute(StepExecution partition) {
            if (partition.getStepName().equals("partition-2")) {
                throw new IllegalStateException("its metadata cannot be written");
            }
            working.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            partition.setStatus(BatchStatus.COMPLETED);
        }
    };

    @AfterEach
    void stopThreads() {
        mayEnd.countDown();
        threads.shutdownNow();
    }

    @Test
    void waitsForTheOthersWhenOnePartitionCannotWriteItsMetadata() throws Exception {
        WaitingPartitionHandler handler = new WaitingPartitionHandler(worker, threads::execute);
        CompletableFuture<Collection<StepExecution>> handled = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return handler.handle(splitter(), new StepExecution(10, "manager", job));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        Assertions.assertThatThrownBy(() -> handled.get(200, TimeUnit.MILLISECONDS))
                .as("two partitions are at work")
                .isInstanceOf(TimeoutException.class);

        mayEnd.countDown();

        assertThat(handled.get(30, TimeUnit.SECONDS))
                .extracting(StepExecution::getStepName, StepExecution::getStatus)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("partition-1", BatchStatus.COMPLETED),
                        org.assertj.core.groups.Tuple.tuple("partition-2", BatchStatus.FAILED),
                        org.assertj.core.groups.Tuple.tuple("partition-3", BatchStatus.COMPLETED));
    }

    private StepExecutionSplitter splitter() {
        return new StepExecutionSplitter() {
            @Override
            public String getStepName() {
                return "worker";
            }

            @Override
            public Set<StepExecution> split(StepExecution manager, int gridSize) {
                return new LinkedHashSet<>(List.of(partition(1), partition(2), partition(3)));
            }
        };
    }

    private StepExecution partition(int number) {
        return new StepExecution(number, "partition-" + number, job);
    }
}
