package dev.backfill.bench.side;

import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcPagingItemReader;
import org.springframework.batch.infrastructure.item.database.Order;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcPagingItemReaderBuilder;
import org.springframework.batch.infrastructure.item.database.support.PostgresPagingQueryProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The job as the Spring Batch manual builds it: a step of chunks, partitioned by key where there are more workers. */
@Configuration
class StockJob extends JdbcDefaultBatchConfiguration {
    /** Rows of a chunk and of a page, as in the manual's examples. */
    static final int CHUNK = 1000;

    record User(long id, String fullName) {}

    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    @StepScope
    JdbcPagingItemReader<User> reader(
            DataSource dataSource,
            @Value("#{stepExecutionContext['after']}") @Nullable Long after,
            @Value("#{stepExecutionContext['end']}") @Nullable Long end) {
        PostgresPagingQueryProvider query = new PostgresPagingQueryProvider();
        query.setSelectClause("id, full_name");
        query.setFromClause("users");
        query.setSortKeys(Map.of("id", Order.ASCENDING));
        Map<String, Object> parameters = new HashMap<>();
        if (after == null || end == null) {
            query.setWhereClause(NameSplit.WHERE);
        } else {
            query.setWhereClause(NameSplit.WHERE + " AND id > :after AND id <= :end");
            parameters.put("after", after);
            parameters.put("end", end);
        }
        try {
            return new JdbcPagingItemReaderBuilder<User>()
                    .name("users")
                    .dataSource(dataSource)
                    .queryProvider(query)
                    .parameterValues(parameters)
                    .pageSize(CHUNK)
                    .fetchSize(CHUNK)
                    .rowMapper((row, index) -> new User(row.getLong(1), row.getString(2)))
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException("the reader could not be built", e);
        }
    }

    @Bean
    JdbcBatchItemWriter<RowLoop.Split> writer(DataSource dataSource) {
        return new JdbcBatchItemWriterBuilder<RowLoop.Split>()
                .dataSource(dataSource)
                .sql("UPDATE users SET first_name = ?, last_name = ? WHERE id = ?")
                .itemPreparedStatementSetter((split, statement) -> {
                    statement.setString(1, split.first());
                    statement.setString(2, split.last());
                    statement.setLong(3, split.id());
                })
                .build();
    }

    @Bean
    Step chunks(
            JobRepository repository,
            JdbcTransactionManager transactionManager,
            JdbcPagingItemReader<User> reader,
            JdbcBatchItemWriter<RowLoop.Split> writer) {
        ItemProcessor<User, RowLoop.Split> split =
                user -> new RowLoop.Split(user.id(), NameSplit.first(user.fullName()), NameSplit.last(user.fullName()));
        return new StepBuilder("chunks", repository)
                .<User, RowLoop.Split>chunk(CHUNK)
                .transactionManager(transactionManager)
                .reader(reader)
                .processor(split)
                .writer(writer)
                .build();
    }

    @Bean
    Job job(JobRepository repository, Step chunks, DataSource dataSource, @Value("${workers}") int workers) {
        return new JobBuilder("split-names", repository)
                .start(workers == 1 ? chunks : partitioned(repository, chunks, dataSource, workers))
                .build();
    }

    private static Step partitioned(JobRepository repository, Step chunks, DataSource dataSource, int workers) {
        Partitioner byKey = size -> {
            Map<String, ExecutionContext> partitions = new HashMap<>();
            try (var connection = dataSource.getConnection()) {
                for (KeyRange range : KeyRange.split(connection, size)) {
                    ExecutionContext context = new ExecutionContext();
                    context.putLong("after", range.after());
                    context.putLong("end", range.end());
                    partitions.put("partition" + partitions.size(), context);
                }
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException("the ids could not be split", e);
            }
            return partitions;
        };
        return new StepBuilder("partitions", repository)
                .partitioner("chunks", byKey)
                .step(chunks)
                .gridSize(workers)
                .taskExecutor(new SimpleAsyncTaskExecutor("stock-"))
                .build();
    }
}
