package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.definition.TableName;
import dev.backfill.preflight.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table of a thousand users on a real server, and a look at its health. */
abstract class HealthSuite {
    static final TableName USERS = new TableName(null, "users");

    Database database;
    Health health;

    @BeforeEach
    void open() {
        Fixture.users(1000);
        database = Fixture.open();
        health = database.health(database.describe(USERS));
    }

    @AfterEach
    void close() {
        health.close();
        database.close();
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!answered(condition)) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** A look has a second, which a busy machine may not give it. */
    private static boolean answered(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (DatabaseException e) {
            if (e.failureClass() == FailureClass.DEFINITIVE) {
                throw e;
            }
            return false;
        }
    }

    /** A session of somebody else that is in the middle of a statement, until it is closed. */
    static final class Sleeper implements AutoCloseable {
        private final Connection connection = Fixture.connect();
        private final Statement statement = connection.createStatement();
        final CompletableFuture<Void> sleeping;

        Sleeper(String isolation) throws SQLException {
            connection.setAutoCommit(false);
            if (!isolation.isEmpty()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL" + isolation);
            }
            sleeping = CompletableFuture.runAsync(this::sleep);
        }

        private void sleep() {
            try {
                statement.execute("SELECT count(*), pg_sleep(60) FROM users WHERE id = 1");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("57014");
            }
        }

        @Override
        public void close() throws SQLException {
            statement.cancel();
            sleeping.join();
            connection.close();
        }
    }
}
