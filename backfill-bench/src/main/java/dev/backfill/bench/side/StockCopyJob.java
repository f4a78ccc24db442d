package dev.backfill.bench.side;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcPagingItemReader;
import org.springframework.batch.infrastructure.item.database.Order;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcPagingItemReaderBuilder;
import org.springframework.batch.infrastructure.item.database.support.PostgresPagingQueryProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A copy from PostgreSQL into MariaDB as the Spring Batch manual builds it: a step of chunks. */
@Configuration
class StockCopyJob extends JdbcDefaultBatchConfiguration {
    private static final String UPSERT =
            """
            INSERT INTO people (person_id, first_name, last_name, email) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE first_name = VALUES(first_name), last_name = VALUES(last_name), email = VALUES(email)""";

    record User(long id, String fullName, String email) {}

    record Person(long id, String first, String last, String email) {}

    @Bean
    JdbcTransactionManager transactionManager(@Qualifier("dataSource") DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JdbcPagingItemReader<User> reader(@Qualifier("source") DataSource source) {
        PostgresPagingQueryProvider query = new PostgresPagingQueryProvider();
        query.setSelectClause("id, full_name, email");
        query.setFromClause("users");
        query.setSortKeys(Map.of("id", Order.ASCENDING));
        try {
            return new JdbcPagingItemReaderBuilder<User>()
                    .name("users")
                    .dataSource(source)
                    .queryProvider(query)
                    .pageSize(StockJob.CHUNK)
                    .fetchSize(StockJob.CHUNK)
                    .rowMapper((row, index) -> new User(row.getLong(1), row.getString(2), row.getString(3)))
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException("the reader could not be built", e);
        }
    }

    @Bean
    JdbcBatchItemWriter<Person> writer(@Qualifier("dataSource") DataSource dataSource) {
        return new JdbcBatchItemWriterBuilder<Person>()
                .dataSource(dataSource)
                .sql(UPSERT)
                .itemPreparedStatementSetter((person, statement) -> {
                    statement.setLong(1, person.id());
                    statement.setString(2, person.first());
                    statement.setString(3, person.last());
                    statement.setString(4, person.email());
                })
                .build();
    }

    @Bean
    Job job(
            JobRepository repository,
            JdbcTransactionManager transactionManager,
            JdbcPagingItemReader<User> reader,
            JdbcBatchItemWriter<Person> writer) {
        ItemProcessor<User, Person> split = user ->
                new Person(user.id(), NameSplit.first(user.fullName()), NameSplit.last(user.fullName()), user.email());
        Step chunks = new StepBuilder("chunks", repository)
                .<User, Person>chunk(StockJob.CHUNK)
                .transactionManager(transactionManager)
                .reader(reader)
                .processor(split)
                .writer(writer)
                .build();
        return new JobBuilder("fill-people", repository).start(chunks).build();
    }
}
