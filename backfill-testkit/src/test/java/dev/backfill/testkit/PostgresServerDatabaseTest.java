package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerDatabaseTest {
    /** What runs on an older server must not pass on the usual one. */
    @Test
    void isOfTheVersionThatTheBuildNames() throws SQLException {
        String named = System.getProperty("tests.postgres.version");
        assertThat(named).as("tests.postgres.version").matches("\\d+\\.\\d+\\.\\d+");
        try (PostgresServer server = PostgresServer.start()) {
            assertThat(Sql.text(server.createDatabase(), "SHOW server_version") + ".0")
                    .isEqualTo(named);
        }
    }

    @Test
    void eachDatabaseIsEmptyAndItsOwnUntilAllAreDropped() throws SQLException {
        try (PostgresServer server = PostgresServer.start()) {
            String first = server.createDatabase();
            String second = server.createDatabase();
            Sql.run(first, "CREATE TABLE t ()");

            assertThat(second).isNotEqualTo(first).contains("//127.0.0.1:" + server.port() + "/");
            assertThat(Sql.number(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isZero();

            server.dropDatabases();

            assertThatThrownBy(() -> Sql.number(first, "SELECT count(*) FROM t"))
                    .isInstanceOf(SQLException.class);
            assertThat(server.createDatabase()).isNotIn(first, second);
        }
    }

    @Test
    void flushesToDiskOnlyWhereAsked() throws SQLException {
        try (PostgresServer fast = PostgresServer.start();
                PostgresServer durable = PostgresServer.startDurable()) {
            assertThat(Sql.text(fast.createDatabase(), "SHOW fsync")).isEqualTo("off");
            String url = durable.createDatabase();
            assertThat(Sql.text(url, "SHOW fsync")).isEqualTo("on");
            assertThat(Sql.text(url, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(Sql.text(url, "SHOW full_page_writes")).isEqualTo("on");
        }
    }
}
