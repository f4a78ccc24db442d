package dev.backfill.bench;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.server.Postgres;
import dev.backfill.bench.server.Server;
import dev.backfill.bench.server.Template;
import dev.backfill.bench.side.Side;
import dev.backfill.bench.table.PostgresTables;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A side that does not do the whole job, or more than the job, does not get a figure. */
class WrongResultDatabaseTest {
    private static final String RIGHT =
            """
            UPDATE users SET first_name = split_part(full_name, ' ', 1),
              last_name = substr(full_name, length(split_part(full_name, ' ', 1)) + 2)""";

    private static Server server;
    private static Template template;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = Postgres.start(data.resolve("postgres"));
        template = server.template(PostgresTables.USERS, 500);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                RIGHT + " WHERE id > (SELECT min(id) FROM users)",
                RIGHT + ", email = email || 'x'",
                RIGHT + "; DELETE FROM users WHERE id = (SELECT max(id) FROM users)",
                RIGHT + "; UPDATE users SET last_name = NULL WHERE id = (SELECT max(id) FROM users)"
            })
    void isRefused(String sql) {
        Side side = new Side("wrong", "wrong", Side.Family.SQL, 1, (Copy copy, int workers) -> () -> copy.execute(sql));

        assertThatIllegalStateException()
                .isThrownBy(() -> rounds().run(List.of(new Rounds.Entry(side, template)), 1))
                .havingCause()
                .withMessageContaining("wrong result");
    }

    private static Rounds rounds() {
        return new Rounds(new PrintStream(OutputStream.nullOutputStream()));
    }
}
