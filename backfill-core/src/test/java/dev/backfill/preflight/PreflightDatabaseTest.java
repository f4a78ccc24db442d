package dev.backfill.preflight;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.set;
import static dev.backfill.preflight.Fixture.sql;
import static dev.backfill.preflight.Fixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.plan.TrialResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each check seen to object; that it can also be content shows the backfill without findings. */
class PreflightDatabaseTest {
    private Database database = Fixture.open();

    @BeforeEach
    void table() {
        Fixture.users(3000);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Finding the(String code, Backfill backfill) {
        List<Finding> findings = Preflight.examine(backfill, database).findings();
        assertThat(findings).extracting(Finding::code).contains(code);
        return findings.stream().filter(f -> f.code().equals(code)).findFirst().orElseThrow();
    }

    private static void assertError(Finding finding, String... saw) {
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.saw()).contains(saw);
        assertThat(finding.advice()).isNotBlank();
    }

    private static void assertWarning(Finding finding, String... saw) {
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.saw()).contains(saw);
    }

    @Test
    void aSoundBackfillHasNoFindingsAndLeavesNoTrace() {
        Examination examination = Preflight.examine(fill().build(), database);
        assertThat(examination.findings()).isEmpty();
        TrialResult trial = examination.survey().trial();
        assertThat(trial.wholeTable()).isTrue();
        assertThat(trial.changed()).isEqualTo(3000);
        assertThat(trial.changedAgain()).isZero();
        assertThat(trial.overwritten()).isZero();
        assertThat(trial.chunks()).allSatisfy(c -> {
            assertThat(c.time()).isPositive();
            assertThat(c.logBytes()).isPositive();
        });
        assertThat(examination.survey().statements()).containsKeys("find", "update");
        assertThat(examination.survey().key()).containsExactly("id");
        assertThat(Fixture.one("SELECT count(*) FROM users WHERE first_name IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void soundRowWorkHasNoFindings() {
        Work.Rows rows = Transforms.of(
                "full_name",
                "first_name",
                row -> new Outcome.Changed(Map.of("first_name", "x" + row.text("full_name"))));
        Examination examination = Preflight.examine(work(rows).build(), database);
        assertThat(examination.findings()).isEmpty();
        assertThat(examination.survey().trial().settles()).isTrue();
        assertThat(examination.survey().statements()).containsKeys("find", "read", "write");
    }

    @Test
    void largeTablesAreSampledFromEndToEnd() {
        Fixture.users(30_000);
        TrialResult trial = Preflight.examine(fill().build(), database).survey().trial();
        assertThat(trial.wholeTable()).isFalse();
        assertThat(trial.chunks()).hasSize(8);
        assertThat(trial.changed()).isBetween(7000L, 8000L);
    }

    @Test
    void rowsThatNeedTheWorkAreSoughtWhereSamplesHaveNone() {
        Fixture.users(30_000);
        sql("UPDATE users SET first_name = split_part(full_name, ' ', 1) WHERE id NOT BETWEEN 2000 AND 2003");
        TrialResult where = Preflight.examine(fill().build(), database).survey().trial();
        assertThat(where.settles()).isTrue();
        assertThat(where.changed()).isEqualTo(3);
        TrialResult all =
                Preflight.examine(fill().where(null).build(), database).survey().trial();
        assertThat(all.settles()).isTrue();
    }

    @Test
    void missingTable() {
        Backfill backfill = Backfill.builder(
                        "x", "app", new TableName(null, "Users"), new Work.Set(Map.of("first_name", "1")))
                .source(fill().build().source())
                .build();
        assertError(the("table-unusable", backfill), "users.yaml:3", "Users", "public.users");
    }

    @Test
    void missingColumns() {
        assertError(
                the("column-missing", set(Map.of("first_nme", "'x'")).build()), "users.yaml:6", "nearest: first_name");
        assertError(
                the(
                        "column-missing",
                        set(Map.of("first_name", "lower(fullname)")).build()),
                "users.yaml:7",
                "nearest: full_name");
        assertError(the("column-missing", fill().where("frist_name IS NULL").build()), "users.yaml:5", "frist_name");
        assertError(the("column-missing", fill().key(List.of("idd")).build()), "users.yaml:4", "nearest: id");
        Work.Rows rows = Transforms.of("full", "first_name", row -> new Outcome.Unchanged());
        assertError(the("column-missing", work(rows).build()), "users.yaml:9", "full");
    }

    @Test
    void laterGroupsAreNotPassedOverInSilence() {
        List<Finding> findings =
                Preflight.examine(set(Map.of("nope", "1")).build(), database).findings();
        assertThat(findings).filteredOn(f -> f.code().equals("not-checked")).hasSize(2);
    }

    @Test
    void unusableKeys() {
        assertError(the("key-not-unique", fill().key(List.of("visits")).build()), "users.yaml:4", "[[id]]");
        sql("CREATE UNIQUE INDEX ON users (full_name)");
        assertError(the("key-nullable", fill().key(List.of("full_name")).build()), "full_name");
        sql("ALTER TABLE users DROP CONSTRAINT users_pkey");
        assertError(the("key-missing", fill().build()), "users.yaml:4", "public.users");
    }

    @Test
    void aKeyThatNoIndexServes() {
        assertError(the("table-sorted", fill().key(List.of("visits", "id")).build()), "users.yaml:4", "find");
    }

    @Test
    void columnsThatMayNotBeWritten() {
        assertError(the("key-written", set(Map.of("id", "id + 1")).build()), "[id]");
        sql("ALTER TABLE users ADD g text GENERATED ALWAYS AS (upper(full_name)) STORED");
        assertError(the("column-generated", set(Map.of("g", "'x'")).build()), "users.yaml:6");
    }

    @Test
    void missingPrivileges() {
        sql("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN", "GRANT SELECT ON users TO reader");
        sql("GRANT TEMPORARY ON DATABASE postgres TO reader");
        try (Database asReader = Fixture.open("reader")) {
            List<Finding> findings = Preflight.examine(fill().build(), asReader).findings();
            assertThat(findings)
                    .filteredOn(f -> f.code().equals("privilege-missing"))
                    .singleElement()
                    .satisfies(f -> assertError(f, "UPDATE"));
        }
        sql("GRANT UPDATE (org) ON users TO reader");
        try (Database asReader = Fixture.open("reader")) {
            List<Finding> findings = Preflight.examine(fill().build(), asReader).findings();
            assertThat(findings).filteredOn(f -> f.severity() == Severity.ERROR).isNotEmpty();
        }
        sql("GRANT UPDATE ON users TO reader", "ALTER TABLE users ENABLE ROW LEVEL SECURITY");
        try (Database asReader = Fixture.open("reader")) {
            List<Finding> findings = Preflight.examine(fill().build(), asReader).findings();
            assertThat(findings).extracting(Finding::code).contains("row-security");
        }
        sql("DROP TABLE users", "REVOKE ALL ON DATABASE postgres FROM reader", "DROP ROLE reader");
    }

    @Test
    void triggersAndForeignKeys() {
        sql(
                "CREATE OR REPLACE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER audit_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION noop()",
                "DROP TABLE IF EXISTS orgs CASCADE",
                "CREATE TABLE orgs (id int PRIMARY KEY)",
                "INSERT INTO orgs VALUES (1), (2)",
                "ALTER TABLE users ADD CONSTRAINT users_org FOREIGN KEY (org) REFERENCES orgs",
                "CREATE UNIQUE INDEX users_name ON users (full_name)",
                "CREATE TABLE badges (name text CONSTRAINT badge_name REFERENCES users (full_name) ON UPDATE CASCADE)");
        assertWarning(the("triggers-fire", fill().build()), "audit_users");
        assertWarning(the("foreign-key-checked", set(Map.of("org", "2")).build()), "users_org");
        assertWarning(
                the(
                        "referenced-column",
                        set(Map.of("full_name", "upper(full_name)")).build()),
                "badge_name");
        assertThat(Preflight.examine(fill().build(), database).findings())
                .extracting(Finding::code)
                .doesNotContain("foreign-key-checked", "referenced-column");
        sql("DROP TABLE badges, orgs CASCADE");
    }

    @Test
    void aLockedTable() throws Exception {
        try (Connection connection = Fixture.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE");
            assertError(the("table-locked", fill().build()), "lock on the table");
            connection.rollback();
        }
    }

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
            assertThat(Preflight.examine(fill().build(), database).findings()).isEmpty();
            release.join();
        }
    }

    @Test
    void aServerThatTakesNoWrites() {
        sql("ALTER ROLE postgres SET default_transaction_read_only = on");
        try (Database readOnly = Fixture.open()) {
            Examination examination = Preflight.examine(fill().build(), readOnly);
            assertThat(examination.findings()).extracting(Finding::code).contains("read-only");
        } finally {
            sql("SET default_transaction_read_only = off", "ALTER ROLE postgres RESET default_transaction_read_only");
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

    @Test
    void nothingToDoOrToSee() {
        sql("UPDATE users SET first_name = split_part(full_name, ' ', 1)");
        assertThat(the("nothing-to-do", fill().build()).severity()).isEqualTo(Severity.INFO);
        sql("TRUNCATE users");
        assertThat(the("table-empty", fill().build()).severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void neverAnalysed() {
        sql("CREATE TABLE fresh (LIKE users INCLUDING ALL)");
        Backfill backfill = Backfill.builder(
                        "x", "app", new TableName(null, "fresh"), new Work.Set(Map.of("first_name", "'x'")))
                .build();
        assertThat(the("never-analysed", backfill).severity()).isEqualTo(Severity.INFO);
        sql("DROP TABLE fresh");
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
}
