package dev.backfill.preflight;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.set;
import static dev.backfill.preflight.Fixture.sql;
import static dev.backfill.preflight.Fixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Check;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each check of the table, its key, its columns and the server seen to object. */
class TableChecksDatabaseTest extends PreflightSuite {
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
    void unusableKeys() {
        assertError(the("key-not-unique", fill().key(List.of("visits")).build()), "users.yaml:4", "[[id]]");
        sql("CREATE UNIQUE INDEX ON users (full_name)");
        assertError(the("key-nullable", fill().key(List.of("full_name")).build()), "full_name");
        sql("ALTER TABLE users DROP CONSTRAINT users_pkey");
        assertError(the("key-missing", fill().build()), "users.yaml:4", "public.users");
    }

    @Test
    void aKeyMayBeNumberedButNotFollowWhatIsWritten() {
        sql("ALTER TABLE users ADD number bigint GENERATED ALWAYS AS IDENTITY UNIQUE");
        Backfill byNumber = fill().key(List.of("number")).build();
        assertThat(Preflight.examine(byNumber, database).findings())
                .extracting(Finding::severity)
                .doesNotContain(Severity.ERROR);
        sql("ALTER TABLE users ADD seen bigint GENERATED ALWAYS AS (id * 100 + visits) STORED, ADD UNIQUE (seen)");
        sql("ALTER TABLE users ALTER COLUMN seen SET NOT NULL");
        Backfill byOthers = fill().key(List.of("seen")).build();
        assertThat(Preflight.examine(byOthers, database).findings())
                .extracting(Finding::severity)
                .doesNotContain(Severity.ERROR);
        Backfill byItsOwn =
                set(Map.of("visits", "visits + 1")).key(List.of("seen")).build();
        assertError(the("key-generated", byItsOwn), "seen changes by itself", "[visits]");
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
    void checksOfTheAuthorThatCannotBeAsked() {
        assertError(
                the("check-unreadable", checked("SELECT count(*) FROM userz")),
                "users.yaml:10",
                "\"own\"",
                "relation \"userz\" does not exist");
        assertError(the("check-unreadable", checked("SELECT count(nope) FROM users")), "nope");
        assertError(the("check-unreadable", checked("SELECT no_such_function(1)")), "no_such_function");
        assertError(the("check-unreadable", checked("SELECT 1, 2")), "2 columns");
    }

    @Test
    void checksOfTheAuthorThatMayNotBeAsked() {
        sql("DROP TABLE IF EXISTS hidden", "CREATE TABLE hidden (n int)", "DROP ROLE IF EXISTS writer");
        sql("CREATE ROLE writer LOGIN", "GRANT SELECT, UPDATE ON users TO writer");
        sql("GRANT TEMPORARY ON DATABASE postgres TO writer");
        try (Database asWriter = Fixture.open("writer")) {
            assertThat(Preflight.examine(checked("SELECT count(*) FROM hidden"), asWriter)
                            .findings())
                    .filteredOn(f -> f.code().equals("check-unreadable"))
                    .singleElement()
                    .satisfies(f -> assertError(f, "permission denied"));
        } finally {
            sql("DROP OWNED BY writer", "DROP ROLE writer");
        }
    }

    @Test
    void checksOfTheAuthorAreNotRun() {
        assertThat(Preflight.examine(checked("SELECT pg_sleep(3600)"), database).findings())
                .isEmpty();
        assertThat(Preflight.examine(checked("SELECT 1 / (SELECT 0)"), database).findings())
                .isEmpty();
    }

    private static Backfill checked(String query) {
        return fill().checks(List.of(new Check("own", query, "0"))).build();
    }
}
