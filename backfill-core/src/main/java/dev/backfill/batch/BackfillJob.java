package dev.backfill.batch;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * preflight → backfill → sweep → verify → close. Every step may start again although it completed before: whether there
 * is anything left to do is the ledger's to say, not the metadata's.
 */
final class BackfillJob {
    static final String NAME = "backfill";
    /** How long the job and its steps take, in the registry that all of a process shares. */
    private static final ObservationRegistry OBSERVATIONS = observations();

    private final JobRepository repository;
    private final Stages stages;
    private final Workers workers;
    private final ResourcelessTransactionManager noTransaction = new ResourcelessTransactionManager();

    BackfillJob(JobRepository repository, Stages stages, Workers workers) {
        this.repository = repository;
        this.stages = stages;
        this.workers = workers;
    }

    private static ObservationRegistry observations() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(Metrics.globalRegistry));
        return registry;
    }

    Job build() {
        return new JobBuilder(NAME, repository)
                .observationRegistry(OBSERVATIONS)
                .start(plain("preflight", stages::preflight))
                .next(partitioned("backfill", stages::partitions))
                .next(partitioned("sweep", stages::sweeps))
                .next(plain("verify", stages::verify))
                .next(plain("close", stages::close))
                .build();
    }

    private Step plain(String name, Runnable stage) {
        return new StepBuilder(name, repository)
                .observationRegistry(OBSERVATIONS)
                .tasklet(
                        (contribution, context) -> {
                            if (!stages.stopping()) {
                                stage.run();
                            }
                            if (stages.stopping()) {
                                contribution.getStepExecution().setTerminateOnly();
                                return RepeatStatus.CONTINUABLE;
                            }
                            return RepeatStatus.FINISHED;
                        },
                        noTransaction)
                .allowStartIfComplete(true)
                .build();
    }

    private Step partitioned(String name, Supplier<List<Integer>> partitions) {
        Step worker = new StepBuilder(name + "-worker", repository)
                .observationRegistry(OBSERVATIONS)
                .tasklet(new ChunkTasklet(stages, System::nanoTime), noTransaction)
                .allowStartIfComplete(true)
                .build();
        return new StepBuilder(name, repository)
                .observationRegistry(OBSERVATIONS)
                .partitioner(worker.getName(), partitioner(partitions))
                .step(worker)
                .partitionHandler(new WaitingPartitionHandler(worker, workers.executor()))
                .allowStartIfComplete(true)
                .build();
    }

    /** Bounds live in the ledger. */
    private static Partitioner partitioner(Supplier<List<Integer>> partitions) {
        return gridSize -> partitions.get().stream()
                .collect(Collectors.toMap(PartitionNames::of, number -> new ExecutionContext()));
    }
}
