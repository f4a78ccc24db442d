package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MariaServerDatabaseTest {
    @Test
    void eachDatabaseIsEmptyAndItsOwnUntilAllAreDropped() throws SQLException {
        try (MariaServer server = MariaServer.start()) {
            String first = server.createDatabase();
            String second = server.createDatabase();
            Sql.run(first, "CREATE TABLE t (id int)");

            assertThat(second).isNotEqualTo(first).contains("//127.0.0.1:" + server.port() + "/");
            assertThat(Sql.number(
                            second, "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE()"))
                    .isZero();
            assertThat(Sql.text(first, "SELECT @@version")).contains("MariaDB");

            server.dropDatabases();

            assertThatThrownBy(() -> Sql.number(first, "SELECT count(*) FROM t"))
                    .isInstanceOf(SQLException.class);
            assertThat(server.createDatabase()).isNotIn(first, second);
        }
    }
}
