package dev.backfill.batch;

import java.util.concurrent.FutureTask;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.partition.support.TaskExecutorPartitionHandler;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.task.TaskExecutor;

/**
 * Returns only when no partition is being worked on any more. The stock handler leaves at the first step that cannot write
 * its metadata, while others go on: the next launch would then run beside them.
 */
final class WaitingPartitionHandler extends TaskExecutorPartitionHandler {
    WaitingPartitionHandler(Step worker, TaskExecutor executor) {
        setStep(worker);
        setTaskExecutor(executor);
    }

    @Override
    protected FutureTask<StepExecution> createTask(Step step, StepExecution execution) {
        return new FutureTask<>(() -> {
            try {
                step.execute(execution);
            } catch (Exception e) {
                execution.setStatus(BatchStatus.FAILED);
                execution.addFailureException(e);
            }
            return execution;
        });
    }
}
