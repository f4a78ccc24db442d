package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresContainerTest {
    private PostgresContainerServer server;

    /** Before each and not before all: only so does each test say in the report why it was skipped. */
    @BeforeEach
    void start() {
        if (server == null) {
            server = PostgresContainerServer.start();
        }
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void handsOutDatabasesThatKeepWhatIsWritten() throws SQLException {
        String url = server.createDatabase();
        Sql.run(url, "CREATE TABLE t AS SELECT generate_series(1, 1000) AS id");
        assertThat(Sql.number(url, "SELECT count(*) FROM t")).isEqualTo(1000);
        assertThat(Sql.number(server.createDatabase(), "SELECT count(*) FROM pg_tables WHERE tablename = 't'"))
                .isZero();
    }

    @Test
    void honoursThePasswordThatItWasGiven() {
        String wrong = server.createDatabase().replace("password=secret", "password=wrong");
        assertThatThrownBy(() -> Sql.run(wrong, "SELECT 1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    /** As in production, and unlike the embedded server: an order of keys that is not the order of their bytes. */
    @Test
    void sortsTextByLanguage() throws SQLException {
        assertThat(Sql.number(server.createDatabase(), "SELECT ('a' < 'B')::int"))
                .isEqualTo(1);
    }
}
