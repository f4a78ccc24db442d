package dev.backfill.preflight;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.set;
import static dev.backfill.preflight.Fixture.sql;
import static dev.backfill.preflight.Fixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.plan.TrialResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each check of the statements and of what they did to real rows seen to object. */
class TrialChecksDatabaseTest extends PreflightSuite {
    @Test
    void lockedRowsMakeTheTrialFail() throws Exception {
        try (Connection connection = Fixture.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE users SET visits = 0 WHERE id = 5");
            assertError(the("trial-failed", fill().build()), "lock timeout");
            connection.rollback();
        }
    }

    @Test
    void aRowLockedForAMomentIsWaitedFor() throws Exception {
        try (Connection connection = Fixture.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE users SET visits = 0 WHERE id = 5");
            Thread release = new Thread(() -> {
                try {
                    // longer than one chunk waits for a lock
                    Thread.sleep(3000);
                    connection.rollback();
                } catch (InterruptedException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            release.start();
            // the wait counts into the chunk's time
            assertThat(Preflight.examine(fill().build(), database).findings())
                    .extracting(Finding::code)
                    .isSubsetOf("chunk-slow");
            release.join();
        }
    }

    @Test
    void refusedStatementsNameTheLineToBlame() {
        Backfill type = set(Map.of("visits", "full_name", "first_name", "'x'")).build();
        assertError(the("statement-refused", type), "users.yaml:8", "integer");
        assertError(
                the(
                        "statement-refused",
                        set(Map.of("first_name", "no_such_function(full_name)")).build()),
                "users.yaml:7",
                "no_such_function");
        assertError(the("statement-refused", fill().where("full_name + 1").build()), "users.yaml:5");
    }

    @Test
    void volatileFunctions() {
        sql("DROP SEQUENCE IF EXISTS s", "CREATE SEQUENCE s");
        Finding sequence =
                the("volatile-function", set(Map.of("visits", "nextval('s')")).build());
        assertWarning(sequence, "users.yaml:8", "nextval");
        assertThat(sequence.advice()).contains("sequence");
        Backfill now = set(Map.of("first_name", "current_timestamp::text")).build();
        assertWarning(the("volatile-function", now), "current_timestamp");
    }

    @Test
    void workThatIsNotIdempotent() {
        assertWarning(the("not-idempotent", set(Map.of("visits", "visits + 1")).build()), "3,000 of 3,000");
        Work.Rows rows = Transforms.of(
                "visits",
                "visits",
                row -> new Outcome.Changed(Map.of("visits", (Integer) Objects.requireNonNull(row.get("visits")) + 1)));
        assertWarning(the("not-idempotent", work(rows).build()), "3,000 of 3,000");
        assertWarning(
                the(
                        "not-idempotent",
                        set(Map.of("first_name", "random()::text")).build()),
                "not idempotent");
    }

    @Test
    void valuesThatOnlyLookDifferentInJavaAreNotChangedAgain() {
        sql("ALTER TABLE users ADD doc jsonb");
        Work.Rows rows = Transforms.of("id", "doc", row -> new Outcome.Changed(Map.of("doc", "{\"b\":1,\"a\":2}")));
        assertThat(Preflight.examine(work(rows).build(), database).findings()).isEmpty();
    }

    @Test
    void whereThatDoesNotStop() {
        Finding finding =
                the("where-still-matches", fill().where("full_name IS NOT NULL").build());
        assertWarning(finding, "users.yaml:5", "3,000 rows");
    }

    @Test
    void rowsThatCannotBeChanged() {
        sql("UPDATE users SET full_name = 'x' WHERE id = 1500");
        Backfill refused = set(Map.of("visits", "substr(split_part(full_name, ' ', 1), 6)::int"))
                .build();
        Finding finding = the("rows-refused", refused);
        assertWarning(finding, "invalid input syntax", "22P02");
        Backfill nulls = set(Map.of("visits", "nullif(visits, 3)")).build();
        assertWarning(the("rows-refused", nulls), "23502");
        Work.Rows rows = Transforms.of(
                "id",
                "first_name",
                row -> Objects.equals(row.get("id"), 7L)
                        ? new Outcome.Rejected("no")
                        : new Outcome.Changed(Map.of("first_name", "y")));
        assertWarning(
                the("rows-rejected", work(rows).where("first_name IS NULL").build()), "1 of 3,000");
        assertThat(Preflight.examine(work(rows).where("first_name IS NULL").build(), database)
                        .findings())
                .extracting(Finding::code)
                .doesNotContain("where-still-matches");
    }

    /** Else nobody would know whether where ends with the work, and verification would take done rows for rows left. */
    @Test
    void rowsBehindRefusedOnesAreTried() {
        sql("ALTER TABLE users ADD CONSTRAINT few CHECK (visits < 1000000 OR id % 20 = 10)");
        Backfill backfill = set(Map.of("visits", "visits + 1000000"))
                .where("full_name IS NOT NULL")
                .build();

        TrialResult trial = Preflight.examine(backfill, database).survey().trial();

        assertThat(trial.changed()).isPositive();
        assertWarning(the("where-still-matches", backfill), "still selects");
    }

    @Test
    void soAreRowsBehindOthersThatNeedNothing() {
        triedAlthoughRefused(40, "id % 20 IN (10, 15)", "id % 20 <> 15");
    }

    /** Of which a trial that goes from row to row comes to none. */
    @Test
    void soAreRowsFarBetween() {
        triedAlthoughRefused(100, "id % 30 = 0", "id >= 90");
    }

    private void triedAlthoughRefused(int rows, String where, String taken) {
        sql(
                "DELETE FROM users WHERE id > " + rows,
                "ANALYZE users",
                "ALTER TABLE users ADD CONSTRAINT few CHECK (visits < 1000000 OR " + taken + ")");
        Backfill backfill =
                set(Map.of("visits", "visits + 1000000")).where(where).build();

        TrialResult trial = Preflight.examine(backfill, database).survey().trial();

        assertThat(trial.refusals()).isNotEmpty();
        assertThat(trial.changed()).isPositive();
        assertWarning(the("where-still-matches", backfill), "still selects");
    }

    @Test
    void rowsThatAreAllRejected() {
        Work.Rows none = Transforms.of("id", "first_name", row -> new Outcome.Rejected("no"));
        Examination examination = Preflight.examine(work(none).build(), database);

        assertThat(examination.findings())
                .extracting(Finding::code)
                .contains("rows-rejected", "trial-saw-no-change")
                .doesNotContain("nothing-to-do");
        assertThat(examination.survey().trial().nothingToDo()).isFalse();
        assertWarning(the("trial-saw-no-change", work(none).build()), "all rows were tried out", "rejects");
    }

    @Test
    void slowChunks() {
        sql("CREATE OR REPLACE FUNCTION slowly(t text) RETURNS text LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(0.0002); RETURN t; END'");
        Backfill slow = set(Map.of("first_name", "slowly(full_name)"))
                .chunk(new ChunkLimits(1000, 1000, Duration.ofMillis(20)))
                .build();
        assertWarning(the("chunk-slow", slow), "1,000 rows", "20 ms");
    }

    @Test
    void aTransformThatWhereAloneEnds() {
        Work.Rows adding = Transforms.of(
                "visits",
                "visits",
                row -> new Outcome.Changed(
                        Map.of("visits", (Integer) Objects.requireNonNull(row.get("visits")) + 100)));
        Finding finding =
                the("where-alone-ends", work(adding).where("visits < 100").build());
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.saw()).contains("users.yaml:9", "3,000 of 3,000");
        Work.Rows settling = Transforms.of(
                "full_name",
                "full_name",
                row -> new Outcome.Changed(Map.of(
                        "full_name",
                        String.valueOf(row.text("full_name")).strip()
                                + "!"
                                        .repeat(
                                                String.valueOf(row.text("full_name"))
                                                                .endsWith("!")
                                                        ? 0
                                                        : 1))));
        assertThat(Preflight.examine(
                                work(settling).where("full_name NOT LIKE '%!'").build(), database)
                        .findings())
                .extracting(Finding::code)
                .doesNotContain("where-alone-ends");
    }
}
