package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerFaultTest {
    @Test
    void whatWasCommittedSurvivesSigkillAndWhatWasNotDoesNot() throws SQLException {
        try (PostgresServer server = PostgresServer.startDurable()) {
            String url = server.createDatabase();
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id int)");
                statement.execute("INSERT INTO kept VALUES (1)");
                connection.setAutoCommit(false);
                statement.execute("INSERT INTO kept VALUES (2)");

                server.kill();

                assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            } catch (SQLException closing) {
                assertThat(closing.getSQLState()).startsWith("08");
            }
            assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);

            server.restart();

            assertThat(Sql.number(url, "SELECT sum(id) FROM kept")).isEqualTo(1);
            assertThat(Sql.text(url, "SHOW fsync")).isEqualTo("on");
        }
    }

    @Test
    void canBeKilledAgainAfterARestart() throws SQLException {
        try (PostgresServer server = PostgresServer.startDurable()) {
            String url = server.createDatabase();
            for (int i = 0; i < 2; i++) {
                server.kill();
                server.restart();
            }
            assertThat(Sql.number(url, "SELECT 1")).isEqualTo(1);
        }
    }
}
