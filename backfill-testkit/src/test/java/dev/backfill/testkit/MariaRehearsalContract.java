package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.database.TransactionOptions;
import dev.backfill.testkit.MariaFixture.Product;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dry means dry on MariaDB and MySQL too: by our guard, and by the server without it. */
abstract class MariaRehearsalContract {
    private static final String WRITE = "UPDATE t SET n = -1";

    private final MariaFixture database;

    MariaRehearsalContract(Product product) {
        this.database = new MariaFixture(product);
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)",
                "INSERT INTO t SELECT seq, seq FROM " + database.numbers(50),
                "CREATE PROCEDURE sly() BEGIN UPDATE t SET n = -2; COMMIT; END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WRITE + " | COMMIT",
                WRITE + " | commit work",
                WRITE + " | /* harmless */ COMMIT",
                WRITE + " | /*! COMMIT */",
                "SELECT 1 /*M! INTO OUTFILE 'x' */",
                WRITE + " | COMMIT AND CHAIN",
                WRITE + "; COMMIT",
                "ROLLBACK; " + WRITE + "; COMMIT",
                "ROLLBACK | " + WRITE + " | COMMIT",
                WRITE + " | BEGIN",
                WRITE + " | START TRANSACTION",
                WRITE + " | SET autocommit = 0 | SET autocommit = 1",
                WRITE + " | CREATE TABLE u (id int)",
                WRITE + " | CREATE TEMPORARY TABLE u (id int)",
                WRITE + " | DROP TEMPORARY TABLE IF EXISTS backfill_given",
                WRITE + " | ALTER TABLE t ADD COLUMN c int",
                WRITE + " | TRUNCATE t",
                WRITE + " | LOCK TABLES t WRITE | UNLOCK TABLES",
                WRITE + " | XA PREPARE 'x'",
                WRITE + " | XA COMMIT 'x' ONE PHASE",
                WRITE + " | SAVEPOINT s | ROLLBACK TO s | COMMIT",
                WRITE + " | CALL sly()",
                WRITE + " | EXECUTE IMMEDIATE 'COMMIT'",
                WRITE + " | ANALYZE TABLE t",
                WRITE + " | FLUSH TABLES",
                WRITE + " | GRANT SELECT ON t TO x",
                WRITE + " | SET PASSWORD = ''",
            })
    void neitherTheEngineNorTheServerCommits(String attack) throws SQLException {
        List<String> statements = List.of(attack.split(" \\| ", -1));
        try (Database target = database.open()) {
            for (int again = 0; again < 2; again++) {
                try {
                    target.rehearse(TransactionOptions.CHUNK, session -> {
                        statements.forEach(session::update);
                        return true;
                    });
                } catch (RuntimeException refused) {
                    assertThat(refused).isInstanceOf(RuntimeException.class);
                }
                assertUnchanged();
            }
            target.rehearse(TransactionOptions.CHUNK, session -> session.update(WRITE));
            assertUnchanged();
        }
        withoutTheGuard(statements);
        assertUnchanged();
    }

    /** What the server does of itself in a transaction as rehearsals have it. */
    private void withoutTheGuard(List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            // the server ends that of an earlier connection in its own time
            statement.execute("XA START '" + UUID.randomUUID() + "'");
            for (String sql : statements) {
                if (sql.startsWith("SELECT")) {
                    continue;
                }
                try {
                    statement.execute(sql);
                } catch (SQLException refused) {
                    assertThat(refused.getErrorCode()).isPositive();
                }
            }
        }
    }

    @Test
    void aFunctionCannotCommit() {
        for (String body : List.of("BEGIN UPDATE t SET n = -3 WHERE id = 7; RETURN 1; END")) {
            database.run("CREATE FUNCTION sneaky() RETURNS int MODIFIES SQL DATA " + body);
            try (Database target = database.open()) {
                target.rehearse(
                        TransactionOptions.CHUNK, session -> session.query("SELECT sneaky()", row -> row.number(1)));
            }
            assertUnchanged();
        }
    }

    @Test
    void whoSwallowsAFailureDoesNotCommitTheRest() {
        try (Database target = database.open()) {
            try {
                target.transact(TransactionOptions.CONTROL, session -> {
                    session.update(WRITE);
                    try {
                        session.update("UPDATE nothing SET n = 1");
                    } catch (RuntimeException swallowed) {
                        return false;
                    }
                    return true;
                });
                assertThat(false).as("committed after a failure").isTrue();
            } catch (RuntimeException refused) {
                assertThat(refused).hasMessageContaining("has failed before");
            }
        }
        assertUnchanged();
    }

    private void assertUnchanged() {
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(50);
        assertThat(database.list("SHOW TABLES")).containsExactly("t");
    }
}
