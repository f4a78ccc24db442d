package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.TransactionOptions;
import dev.backfill.testkit.MariaFixture.Product;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that waits or works too long is over on the server too, and the connection as good as before. */
abstract class MariaLimitsContract {
    private static final TransactionOptions SHORT =
            new TransactionOptions(Duration.ofSeconds(1), Duration.ofSeconds(1), false, true);

    private final MariaFixture server;
    private Database database;

    MariaLimitsContract(Product product) {
        this.server = new MariaFixture(product);
    }

    @BeforeEach
    void open() {
        server.run(
                "CREATE TABLE t (id int PRIMARY KEY, n bigint)",
                "CREATE TABLE many (id int PRIMARY KEY)",
                "INSERT INTO t VALUES (1, 0)",
                "INSERT INTO many SELECT seq FROM " + server.numbers(1000));
        database = server.open();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET n = (SELECT sum(a.id) FROM many a, many b, many c, many d)",
                "INSERT INTO t SELECT 2, sum(a.id) FROM many a, many b, many c, many d"
            })
    void aWriteThatTakesTooLongIsEnded(String write) {
        assertThatThrownBy(() -> database.transact(SHORT, session -> session.update(write)))
                .isInstanceOfSatisfying(DatabaseException.class, e -> {
                    assertThat(e.failureClass()).as(e.getMessage()).isEqualTo(FailureClass.CONTENTION);
                    assertThat(e.cancelled()).isFalse();
                });
        assertNobodyWorks();
        assertThat(database.<Integer>transact(
                        TransactionOptions.CONTROL, session -> session.update("UPDATE t SET n = 1")))
                .isEqualTo(1);
    }

    @Test
    void aReadThatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> database.transact(
                        SHORT,
                        session -> session.one(
                                "SELECT sum(a.id) FROM many a, many b, many c, many d", row -> row.number(1))))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.failureClass()).as(e.getMessage()).isEqualTo(FailureClass.CONTENTION));
        assertNobodyWorks();
    }

    @Test
    void aDryRunThatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> database.rehearse(
                        SHORT,
                        session -> session.update(
                                "UPDATE t SET n = (SELECT sum(a.id) FROM many a, many b, many c, many d)")))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.failureClass()).as(e.getMessage()).isEqualTo(FailureClass.CONTENTION));
        assertNobodyWorks();
        assertThat(database.<Integer>rehearse(
                        TransactionOptions.CONTROL, session -> session.update("UPDATE t SET n = 1")))
                .isEqualTo(1);
        assertThat(server.number("SELECT n FROM t")).isZero();
    }

    @Test
    void aLockIsNotWaitedForLong() throws Exception {
        TransactionOptions patient = new TransactionOptions(Duration.ofSeconds(1), Duration.ofSeconds(30), false, true);
        try (Connection other = DriverManager.getConnection(server.url())) {
            other.setAutoCommit(false);
            other.createStatement().execute("UPDATE t SET n = 5");
            assertThatThrownBy(() -> database.transact(patient, session -> session.update("UPDATE t SET n = 1")))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> {
                        assertThat(e.failureClass()).isEqualTo(FailureClass.CONTENTION);
                        assertThat(e).hasMessageContaining("error 1205");
                    });
            other.rollback();
        }
    }

    /** The statement is gone from the server, not only from here. */
    private void assertNobodyWorks() {
        assertThat(server.list("SELECT INFO FROM information_schema.PROCESSLIST WHERE INFO LIKE '%many a%'"
                        + " AND ID <> CONNECTION_ID()"))
                .isEmpty();
    }
}
