package dev.backfill.batch;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.run.RunId;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.support.DatabaseType;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.TransactionException;

/**
 * Runs a run's stages as a Spring Batch job, with its metadata in the control database. One job instance per run; each
 * process that works on it is a job execution. The metadata is a report: what is done is decided by the ledger.
 */
public final class BatchRuntime {
    private static final String RUN = "run";

    private final Database control;
    private final JobRepository repository;
    private final JobOperator operator;

    /** Creates Spring Batch's tables if they are missing. */
    public BatchRuntime(Database control) {
        this.control = control;
        BatchTables.install(control);
        try {
            this.repository = repository(control);
            TaskExecutorJobOperator launcher = new TaskExecutorJobOperator();
            launcher.setJobRepository(repository);
            launcher.setJobRegistry(new MapJobRegistry());
            launcher.setTaskExecutor(new SyncTaskExecutor());
            launcher.afterPropertiesSet();
            this.operator = launcher;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Spring Batch cannot be set up", e);
        }
    }

    private static JobRepository repository(Database control) throws Exception {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        String prefix = control.home().schema() + "." + BatchTables.PREFIX;
        factory.setDataSource(control.home().dataSource());
        factory.setTransactionManager(new LimitedTransactions(control.home()));
        factory.setDatabaseType(type(control.home().batchDialect()).name());
        factory.setTablePrefix(prefix);
        // the run's lease already excludes a second process; serializable would only add failures
        factory.setIsolationLevelForCreate("ISOLATION_READ_COMMITTED");
        factory.afterPropertiesSet();
        return Objects.requireNonNull(factory.getObject());
    }

    private static DatabaseType type(String dialect) {
        return dialect.equals("postgresql")
                ? DatabaseType.POSTGRES
                : DatabaseType.valueOf(dialect.toUpperCase(Locale.ROOT));
    }

    /**
     * Runs the stages from where they are to the end, on this thread and the workers'.
     *
     * @return true if all steps completed; false if they stopped or failed, for which the stages know the reason
     * @throws DatabaseException if the control database failed
     */
    public boolean run(RunId run, Stages stages, Workers workers) {
        try {
            settle(run);
            JobExecution execution =
                    operator.start(new BackfillJob(repository, stages, workers).build(), parameters(run));
            execution.getAllFailureExceptions().forEach(this::rethrowIfMetadata);
            return execution.getStatus() == BatchStatus.COMPLETED;
        } catch (JobExecutionException e) {
            throw new IllegalStateException("Spring Batch refuses to start run " + run, e);
        } catch (DataAccessException | TransactionException e) {
            rethrowIfMetadata(e);
            throw e;
        }
    }

    /**
     * What the stages throw is already classified; a bare SQL failure is one of Spring Batch's own statements. Where these
     * miss what they wrote before, a server has crashed that had not written its latest commits to the disk: that is a
     * failure of the database, after which another launch writes them anew.
     */
    private void rethrowIfMetadata(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException) {
                return;
            }
            if (cause instanceof IncorrectResultSizeDataAccessException
                    || cause instanceof OptimisticLockingFailureException) {
                throw new DatabaseException(
                        FailureClass.CONNECTION,
                        null,
                        "database " + control.name() + " does not have what Spring Batch wrote there",
                        false,
                        cause);
            }
            if (cause instanceof SQLException sql) {
                throw control.home().failure(sql);
            }
        }
    }

    /**
     * A process that died leaves executions behind that look alive, and one that was taken over may still write to its
     * own, long after, that its end is unknown. Spring Batch refuses to restart as long as there is any. Whoever holds
     * the run's lease knows better. One that died at its very beginning leaves an instance without an execution, which
     * Spring Batch can neither start nor restart: it goes, and comes anew.
     */
    private void settle(RunId run) {
        JobInstance instance = repository.getJobInstance(BackfillJob.NAME, parameters(run));
        if (instance == null) {
            return;
        }
        List<JobExecution> executions = repository.getJobExecutions(instance);
        executions.forEach(this::settle);
        if (executions.isEmpty()) {
            repository.deleteJobInstance(instance);
        }
    }

    private void settle(JobExecution execution) {
        for (StepExecution step : execution.getStepExecutions()) {
            if (unsettled(step.getStatus())) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED);
                step.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
                repository.update(step);
            }
        }
        if (unsettled(execution.getStatus())) {
            execution.setStatus(BatchStatus.FAILED);
            execution.setExitStatus(ExitStatus.FAILED);
            execution.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
            repository.update(execution);
        }
    }

    private static boolean unsettled(BatchStatus status) {
        return status.isRunning() || status == BatchStatus.STOPPING || status == BatchStatus.UNKNOWN;
    }

    private static JobParameters parameters(RunId run) {
        return new JobParametersBuilder().addString(RUN, run.value()).toJobParameters();
    }
}
