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
import dev.backfill.testkit.contract.TestDialect.Lack;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Dry means dry: nothing that is given to the engine can make a dry run write. */
public abstract class RehearsalContract extends EngineContract {
    private static final String WRITE = "UPDATE t SET n = -1";

    private List<@Nullable String> before;

    @BeforeEach
    void table() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL, c text", 500, "n, n, concat('c', n)");
        before = database.versions("t");
    }

    /** Statements in turn, each in a call of its own; a failure of one ends it, as it ends a body. */
    @ParameterizedTest
    @Cases(Cases.Of.ATTACKS)
    void aBodyCannotCommit(String attack) {
        database.run(dialect().values().slyProcedure());
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
    @Cases(Cases.Of.SLY_FUNCTIONS)
    void anExpressionCannotCommit(String function) {
        database.run(function);
        Backfill backfill = set("t", "n", dialect().slyCall()).build();

        try {
            observer().check(backfill);
            engine().rehearse(backfill, RunOptions.NONE, true, DEAF);
        } catch (RuntimeException refused) {
            assertThat(refused).hasMessageNotContaining("c1");
        }

        assertThat(database.versions("t")).isEqualTo(before);
    }

    @Test
    void aCheckOfTheAuthorCannotWrite() {
        if (dialect().lacks().contains(Lack.FUNCTIONS)) {
            assertThatThrownBy(() -> database.run(dialect().writingFunction("sly")))
                    .hasMessageContaining("FUNCTION");
            return;
        }
        database.run(dialect().writingFunction("sly"));

        RunStatus status = succeed(set("t", "c", "'x'")
                .checks(List.of(new Check("sly", "SELECT sly()", "0")))
                .build());

        assertThat(status.verification().state()).isEqualTo(Verification.State.PASSED);
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(500);
    }

    @Test
    void leavesNoTrace() {
        List<@Nullable String> objects = database.list(dialect().objects());
        Backfill sql = set("t", "n", "n + 1").build();
        Backfill java = rows("t", new Columns(List.of("c"), List.of("c"), row -> new Outcome.Changed(Map.of("c", "x"))))
                .build();

        for (Backfill backfill : List.of(sql, java)) {
            observer().check(backfill);
            observer().plan(backfill);
            observer().schema(backfill);
            engine().rehearse(backfill, RunOptions.NONE, true, DEAF);
            engine().rehearse(backfill, RunOptions.NONE, false, DEAF);
        }

        assertThat(database.versions("t")).isEqualTo(before);
        assertThat(database.list(dialect().objects())).isEqualTo(objects);
        assertThat(observer().runs().found()).isEmpty();
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
