package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqliteServerDatabaseTest {
    @Test
    void eachDatabaseIsEmptyAndItsOwnUntilAllAreDropped() throws SQLException {
        try (SqliteServer server = SqliteServer.start()) {
            String first = server.createDatabase();
            String second = server.createDatabase();
            Sql.run(first, "CREATE TABLE t (id int)");

            assertThat(Sql.number(second, "SELECT count(*) FROM sqlite_schema")).isZero();

            server.dropDatabases();

            assertThatThrownBy(() -> Sql.number(first, "SELECT count(*) FROM t"))
                    .isInstanceOf(SQLException.class);
            assertThat(server.createDatabase()).isNotIn(first, second);
        }
    }
}
