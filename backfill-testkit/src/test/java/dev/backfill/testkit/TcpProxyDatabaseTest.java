package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpProxyDatabaseTest {
    private static PostgresServer server;
    private String direct;
    private TcpProxy proxy;
    private String url;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startProxy() throws SQLException {
        direct = server.createDatabase();
        Sql.run(direct, "CREATE TABLE t (id int PRIMARY KEY)");
        proxy = TcpProxy.to(server.port());
        url = proxy.through(direct);
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @ParameterizedTest
    // The driver sends COMMIT as text, as an unnamed statement, and from the fifth on, or at once, by a name.
    @CsvSource({
        "simple,   0, 1", "simple,   0, 12",
        "extended, 5, 1", "extended, 5, 12",
        "extended, 1, 1", "extended, 1, 12",
        "extended, 0, 1", "extended, 0, 12",
        "extendedForPrepared, 5, 12", "extendedCacheEverything, 5, 12"
    })
    void theClientSeesTheSameWhetherTheRowIsThereOrNot(String mode, int prepareThreshold, int nth) throws SQLException {
        String options = url + "&preferQueryMode=" + mode + "&prepareThreshold=" + prepareThreshold;

        assertThat(rowsAfterCut(options, nth, Cut.AFTER_COMMIT)).isEqualTo(nth);
        Sql.run(direct, "TRUNCATE t");
        assertThat(rowsAfterCut(options, nth, Cut.BEFORE_COMMIT)).isEqualTo(nth - 1L);

        assertThat(proxy.commits()).isEqualTo(2 * nth);
    }

    @ParameterizedTest
    @CsvSource({"simple, 0", "extended, 5", "extended, 1"})
    void aLateCommitArrivesAfterTheClientHasGivenUp(String mode, int prepareThreshold) throws SQLException {
        String options = url + "&preferQueryMode=" + mode + "&prepareThreshold=" + prepareThreshold;
        proxy.cutAtCommit(1, Cut.LATE_COMMIT);
        try (Connection connection = DriverManager.getConnection(options)) {
            connection.setAutoCommit(false);
            insert(connection, 1);
            long begin = System.nanoTime();
            assertThatThrownBy(connection::commit)
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).startsWith("08"));
            long rows = Sql.number(direct, "SELECT count(*) FROM t");
            // a machine that stood still meanwhile says nothing of it
            if (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(900)) {
                assertThat(rows).as("not yet").isZero();
            }
        }
        awaitNoSessions();
        assertThat(Sql.number(direct, "SELECT count(*) FROM t")).as("late").isOne();
    }

    private long rowsAfterCut(String options, int nth, Cut cut) throws SQLException {
        proxy.cutAtCommit(nth, cut);
        try (Connection connection = DriverManager.getConnection(options)) {
            connection.setAutoCommit(false);
            for (int i = 1; i < nth; i++) {
                insert(connection, i);
                connection.commit();
            }
            insert(connection, nth);
            assertThatThrownBy(connection::commit)
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).startsWith("08"));
        }
        awaitNoSessions();
        return Sql.number(direct, "SELECT count(*) FROM t");
    }

    @Test
    void otherConnectionsOutliveTheCut() throws SQLException {
        try (Connection other = DriverManager.getConnection(url)) {
            rowsAfterCutOf(other);
            assertThat(other.isValid(5)).isTrue();
        }
    }

    private void rowsAfterCutOf(Connection other) throws SQLException {
        proxy.cutAtCommit(1, Cut.AFTER_COMMIT);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            insert(connection, 1);
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        try (var statement = other.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void refusesUntilRestored() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            proxy.refuse();
            assertThatThrownBy(() -> insert(connection, 1)).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);

        proxy.restore();

        assertThat(Sql.number(url, "SELECT count(*) FROM t")).isZero();
    }

    @Test
    void refusesAnAddressThatIsNotBehindIt() {
        assertThatThrownBy(() -> proxy.through("jdbc:postgresql://127.0.0.1:1/elsewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not to jdbc:postgresql://127.0.0.1:1/elsewhere");
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    /** The server rolls back when it notices, not when the connection breaks. */
    private void awaitNoSessions() throws SQLException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        String others =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        while (Sql.number(direct, others) > 0) {
            assertThat(System.nanoTime()).as("sessions left behind").isLessThan(deadline);
        }
    }
}
