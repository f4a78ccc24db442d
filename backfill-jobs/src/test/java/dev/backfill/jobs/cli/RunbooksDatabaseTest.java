package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What runbooks have people type into the database is understood by it. */
class RunbooksDatabaseTest {
    private static final Pattern SQL = Pattern.compile("(?s)```sql\n(.*?)```");

    @Test
    void everyStatementRuns() throws IOException, SQLException {
        List<String> statements = new ArrayList<>();
        for (Path page : RunbooksTest.pages()) {
            Matcher block = SQL.matcher(Files.readString(page));
            while (block.find()) {
                statements.addAll(List.of(block.group(1).strip().split(";\\s*", 0)));
            }
        }
        assertThat(statements).hasSizeGreaterThan(2);
        try (PostgresServer server = PostgresServer.start();
                var connection = DriverManager.getConnection(server.createDatabase());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.execute(sql)).as(sql).isTrue();
            }
        }
    }
}
