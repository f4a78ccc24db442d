package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.Limits;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dry means dry: nothing that is given to the engine can make a dry run write. */
public abstract class RehearsalContract extends EngineContract {
    private static final String WRITE = "UPDATE t SET n = -1";

    private List<@Nullable String> before;

    @BeforeEach
    void table() {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, c text)",
                "INSERT INTO t SELECT n, n, 'c' || n FROM generate_series(1, 500) AS n");
        before = database.versions("t");
    }

    /** Statements in turn, each in a call of its own; a failure of one ends it, as it ends a body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                WRITE + " | COMMIT",
                WRITE + " | commit work",
                WRITE + " | /* harmless */ COMMIT",
                WRITE + " | -- harmless\n COMMIT",
                WRITE + " | ; COMMIT",
                WRITE + " | END",
                WRITE + " | END TRANSACTION AND CHAIN",
                WRITE + " | COMMIT AND CHAIN",
                WRITE + "; COMMIT",
                "ROLLBACK; " + WRITE,
                "ROLLBACK; " + WRITE + "; COMMIT",
                "ROLLBACK | " + WRITE,
                "ROLLBACK | " + WRITE + " | COMMIT",
                "ROLLBACK AND CHAIN | " + WRITE + " | COMMIT",
                "ABORT | " + WRITE + " | COMMIT",
                "ABORT; BEGIN | " + WRITE + " | COMMIT",
                "SAVEPOINT s | ROLLBACK TO s | " + WRITE + " | COMMIT",
                "DROP TABLE pg_temp.backfill_dry_run | " + WRITE + " | COMMIT",
                "DROP TABLE pg_temp.backfill_dry_run; " + WRITE + "; COMMIT",
                "DELETE FROM pg_temp.backfill_dry_run | " + WRITE + " | COMMIT",
                "TRUNCATE pg_temp.backfill_dry_run | " + WRITE + " | COMMIT",
                "DISCARD TEMP | " + WRITE + " | COMMIT",
                "DISCARD ALL | " + WRITE + " | COMMIT",
                "ALTER TABLE pg_temp.backfill_dry_run DROP CONSTRAINT backfill_dry_run_mark_key | " + WRITE
                        + " | COMMIT",
                "SET session_replication_role = replica | " + WRITE + " | COMMIT",
                "SET CONSTRAINTS ALL IMMEDIATE | " + WRITE + " | COMMIT",
                "SET CONSTRAINTS ALL DEFERRED | " + WRITE + " | COMMIT",
                WRITE + " | PREPARE TRANSACTION 'x'",
                "DROP TABLE pg_temp.backfill_dry_run | " + WRITE + " | PREPARE TRANSACTION 'x'",
                WRITE + " | DO 'BEGIN COMMIT; END'",
                "DROP TABLE pg_temp.backfill_dry_run | " + WRITE + " | DO 'BEGIN COMMIT; END'",
                "DELETE FROM pg_temp.backfill_dry_run | " + WRITE + " | CALL sly()",
            })
    void aBodyCannotCommit(String attack) {
        database.run("CREATE PROCEDURE sly() LANGUAGE plpgsql AS 'BEGIN UPDATE t SET n = -2; COMMIT; END'");
        Database target = closing(database.open("app"));
        for (int again = 0; again < 2; again++) {
            try {
                target.rehearse(TransactionOptions.CHUNK, session -> {
                    for (String statement : List.of(attack.split(" \\| ", -1))) {
                        session.update(statement);
                    }
                    return true;
                });
            } catch (RuntimeException refused) {
                assertThat(refused).hasMessageNotContaining("c1");
            }
            assertThat(database.versions("t")).isEqualTo(before);
        }
        target.rehearse(TransactionOptions.CHUNK, session -> session.update(WRITE));
        assertThat(database.versions("t")).isEqualTo(before);
    }

    /** The next user of the connection must find it as it was. */
    @Test
    void aBodyThatEndsItsTransactionIsToldSo() {
        Database target = closing(database.open("app"));

        assertThatThrownBy(() -> target.rehearse(TransactionOptions.CHUNK, session -> session.update("ROLLBACK")))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN COMMIT; RETURN 1; END",
                "BEGIN EXECUTE 'COMMIT'; RETURN 1; END",
                "BEGIN DELETE FROM pg_temp.backfill_dry_run; UPDATE t SET n = -3 WHERE id = 7; RETURN 1; END",
                "BEGIN DROP TABLE pg_temp.backfill_dry_run; UPDATE t SET n = -3 WHERE id = 7; RETURN 1; END"
            })
    void anExpressionCannotCommit(String body) {
        database.run("CREATE FUNCTION sly(id int) RETURNS int LANGUAGE plpgsql AS '" + body.replace("'", "''") + "'");
        Backfill backfill = set("t", "n", "sly(id)").build();

        try {
            engine().check(backfill);
            engine().rehearse(backfill, RunOptions.NONE, true, DEAF);
        } catch (RuntimeException refused) {
            assertThat(refused).hasMessageNotContaining("c1");
        }

        assertThat(database.versions("t")).isEqualTo(before);
    }

    @Test
    void aCheckOfTheAuthorCannotWrite() {
        database.run(
                """
                CREATE FUNCTION sly() RETURNS int LANGUAGE plpgsql AS $$
                BEGIN UPDATE t SET n = -4; RETURN 0; END $$""");

        RunStatus status = succeed(set("t", "c", "'x'")
                .checks(List.of(new Check("sly", "SELECT sly()", "0")))
                .build());

        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(500);
    }

    @Test
    void leavesNoTrace() {
        List<@Nullable String> tables =
                database.list("SELECT oid::text FROM pg_class WHERE relnamespace = 'public'::regnamespace");
        Backfill sql = set("t", "n", "n + 1").build();
        Backfill java = rows("t", new Columns(List.of("c"), List.of("c"), row -> new Outcome.Changed(Map.of("c", "x"))))
                .build();

        for (Backfill backfill : List.of(sql, java)) {
            engine().check(backfill);
            engine().plan(backfill);
            engine().schema(backfill);
            engine().rehearse(backfill, RunOptions.NONE, true, DEAF);
            engine().rehearse(backfill, RunOptions.NONE, false, DEAF);
        }

        assertThat(database.versions("t")).isEqualTo(before);
        assertThat(database.list("SELECT oid::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEqualTo(tables);
        assertThat(engine().runs().found()).isEmpty();
    }

    @Test
    void foretellsExactlyWhatTheRunDoes() {
        database.run(
                "UPDATE t SET c = 'done' WHERE id % 5 = 0",
                "ALTER TABLE t ADD CHECK (id NOT IN (1, 77, 78, 500) OR c <> 'new')");
        before = database.versions("t");
        Backfill backfill = set("t", "c", "CASE WHEN id % 5 = 0 AND id <> 500 THEN 'done' ELSE 'new' END")
                .build();

        RehearsalReport report = engine().rehearse(backfill, RunOptions.NONE, true, DEAF);

        assertThat(database.versions("t")).isEqualTo(before);
        assertThat(report.status().mode()).isEqualTo(RunMode.DRY_RUN);
        assertThat(report.full()).isTrue();
        assertThat(report.rejections().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(4);
        assertRows(report.status(), 500, 397, 4);
        assertRows(succeed(backfill), 500, 397, 4);
    }

    @Test
    void foretellsThatThereWillBeTooManyDeadLetters() {
        database.run("ALTER TABLE t ADD CHECK (id % 10 <> 0 OR c <> 'new')");
        Backfill backfill = set("t", "c", "'new'").limits(new Limits(null, 3)).build();

        RehearsalReport report = engine().rehearse(backfill, RunOptions.NONE, true, DEAF);

        assertThat(report.status().state()).isEqualTo(dev.backfill.run.RunState.FAILED);
        assertThat(report.status().reason()).contains("more than 3 rows");
    }
}
