package dev.backfill.bench.side;

import com.zaxxer.hikari.HikariDataSource;
import dev.backfill.bench.server.Copy;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Spring Batch as its manual has it, with its job repository in the database that is written and a connection pool. */
final class StockSpringBatch implements Side.Task {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    private StockSpringBatch(Copy copy, int workers, Class<?> job) {
        DataSource pool = register("dataSource", copy);
        String schema =
                switch (copy.product()) {
                    case POSTGRESQL -> "postgresql";
                    case MARIADB -> "mariadb";
                    case SQLITE -> "sqlite";
                };
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-" + schema + ".sql"))
                .execute(pool);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("side", Map.of("workers", workers)));
        context.register(job);
    }

    private DataSource register(String name, Copy copy) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(copy.url());
        context.registerBean(name, DataSource.class, () -> pool);
        return pool;
    }

    static Side.Task split(Copy copy, int workers) {
        StockSpringBatch batch = new StockSpringBatch(copy, workers, StockJob.class);
        batch.context.refresh();
        return batch;
    }

    static Side.Task copy(Copy copy, int workers) {
        StockSpringBatch batch = new StockSpringBatch(copy, workers, StockCopyJob.class);
        batch.register("source", copy.source());
        batch.context.refresh();
        return batch;
    }

    @Override
    public void run() throws Exception {
        JobExecution execution =
                context.getBean(JobOperator.class).start(context.getBean(Job.class), new JobParameters());
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            throw new IllegalStateException("the job ended " + execution.getStatus() + ": "
                    + execution.getExitStatus().getExitDescription());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
