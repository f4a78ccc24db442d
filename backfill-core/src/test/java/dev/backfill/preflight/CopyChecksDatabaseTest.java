package dev.backfill.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyChecksDatabaseTest extends PreflightSuite {
    @BeforeEach
    void people() {
        Fixture.sql(
                "DROP TABLE IF EXISTS people, orgs CASCADE",
                "CREATE TABLE people (person_id bigint PRIMARY KEY, name text, visits smallint, org int,"
                        + " tag text NOT NULL DEFAULT '', at timestamptz)");
    }

    private static Backfill copy(OnConflict onConflict, String... columnsAndExpressions) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndExpressions.length; i += 2) {
            columns.put(columnsAndExpressions[i], columnsAndExpressions[i + 1]);
        }
        return Fixture.work(new Work.Copy(new TableName(null, "people"), columns, onConflict))
                .build();
    }

    private static Backfill copy(String... columnsAndExpressions) {
        return copy(OnConflict.SKIP, columnsAndExpressions);
    }

    private List<Finding> findings(Backfill backfill) {
        return Preflight.examine(backfill, database).findings();
    }

    @Test
    void acceptsACopyAndLocksNothingThatLasts() {
        Examination examination = Preflight.examine(copy("person_id", "id", "name", "full_name"), database);
        assertThat(examination.refused()).as("%s", examination.findings()).isFalse();
        assertThat(examination.survey().trial().changed()).isEqualTo(3000);
        assertThat(examination.survey().trial().changedAgain()).isZero();
        assertThat(examination.survey().statements()).containsKey("copy");
        assertThat(Fixture.one("SELECT count(*) FROM people")).isEqualTo("0");
    }

    @Test
    void refusesAnIntervalThatWouldBeRounded() {
        Fixture.sql("ALTER TABLE people ADD brief interval(0), ADD whole interval");

        assertThat(findings(
                        copy("person_id", "id", "brief", "interval '1.6 s' * id", "whole", "interval '1.6 s' * id")))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(finding -> assertThat(finding.saw()).contains("column brief"));
        assertThat(findings(copy("person_id", "id", "brief", "CAST(interval '1.6 s' * id AS interval(0))")))
                .noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** The more rows are there, the more it tempts the server to read them all for each chunk. */
    @Test
    void looksForRowsThatAreThereByTheKeysIndex() {
        Fixture.sql("INSERT INTO people SELECT n FROM generate_series(100001, 250000) n", "ANALYZE people");

        Examination examination = Preflight.examine(copy("person_id", "id", "name", "full_name"), database);

        assertThat(examination.survey().statements().get("copy"))
                .containsIgnoringCase("people_pkey")
                .doesNotContain("hashed")
                .doesNotContain("Seq Scan on people");
    }

    @Test
    void aTableThatIsNotThereIsReportedOnce() {
        Fixture.sql("DROP TABLE people");
        Backfill backfill = copy("person_id", "id");
        assertError(the("table-unusable", backfill), "people");
        assertThat(findings(backfill).stream().filter(f -> f.severity() == Severity.ERROR))
                .hasSize(1);
    }

    @Test
    void theTableItselfUnderAnotherName() {
        Backfill backfill = Fixture.work(
                        new Work.Copy(new TableName("public", "users"), Map.of("id", "id"), OnConflict.SKIP))
                .build();
        assertError(the("copy-into-itself", backfill), "public.users");
    }

    @Test
    void aColumnThatIsNotThereOrGeneratedOrInsistsOnAValue() {
        Fixture.sql("ALTER TABLE people ADD COLUMN must int NOT NULL,"
                + " ADD COLUMN twice int GENERATED ALWAYS AS (org * 2) STORED");
        Backfill backfill = copy("person_id", "id", "nmae", "full_name", "twice", "1");
        assertError(the("column-missing", backfill), "nmae", "name");
        assertError(the("column-generated", backfill), "twice");
        assertError(the("column-not-filled", backfill), "must");
    }

    @Test
    void aKeyThatCannotBeFoundAgain() {
        assertError(the("copy-key-missing", copy("person_id", "id + 1")), "id");
        assertError(the("copy-key-not-unique", copy("org", "id")), "[org]", "[[person_id]]");
        Fixture.sql("ALTER TABLE people ADD COLUMN other text", "CREATE UNIQUE INDEX ON people (other)");
        Backfill text = copy("person_id", "visits", "other", "id");
        assertError(the("copy-key-type", text), "bigint", "text");
        assertError(the("copy-key-nullable", text), "other");
    }

    @Test
    void whatCannotBeCarriedByColumn() {
        Backfill backfill = copy(
                "person_id", "id", "name", "full_name", "visits", "visits", "org", "org / 2.0", "at", "'2020-01-01'");
        assertError(the("value-changed", backfill), "org", "numeric", "integer");
        assertWarning(the("value-may-not-fit", backfill), "visits", "smallint");
        assertThat(findings(backfill).stream().filter(f -> f.severity() == Severity.ERROR))
                .hasSize(1);
        assertError(the("value-not-carried", copy("person_id", "id", "at", "now()::timestamp")), "timestamp");
        assertThat(findings(copy("person_id", "id", "org", "CAST(org / 2.0 AS int)")))
                .noneMatch(f -> f.severity() == Severity.ERROR);
    }

    @Test
    void anExpressionThatTheDatabaseRefusesIsBlamedByColumn() {
        Backfill backfill = copy("person_id", "id", "name", "full_name", "visits", "full_name");
        Finding finding = the("statement-refused", backfill);
        assertError(finding, "visits");
        assertThat(findings(backfill).stream().filter(f -> f.code().equals("statement-refused")))
                .hasSize(1);
    }

    @Test
    void triggersAndForeignKeysOfTheOtherTable() {
        Fixture.sql(
                "CREATE TABLE orgs (id int PRIMARY KEY)",
                "INSERT INTO orgs VALUES (1)",
                "ALTER TABLE people ADD CONSTRAINT people_org FOREIGN KEY (org) REFERENCES orgs",
                "CREATE OR REPLACE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER people_added BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION nothing()",
                "CREATE TRIGGER people_changed BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION nothing()",
                "CREATE TRIGGER users_changed BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION nothing()");
        Finding skip = the("triggers-fire", copy("person_id", "id", "org", "org"));
        assertWarning(skip, "people_added");
        assertThat(skip.saw()).doesNotContain("changed");
        assertWarning(
                the("triggers-fire", copy(OnConflict.UPDATE, "person_id", "id")), "people_added", "people_changed");
        assertWarning(the("foreign-key-checked", copy("person_id", "id", "org", "org")), "people_org");
    }

    @Test
    void whatHappensBesideTheCopy() {
        Fixture.sql("CREATE SEQUENCE numbers", "ALTER TABLE people ALTER person_id SET DEFAULT nextval('numbers')");
        Finding behind = the("sequence-behind", copy("person_id", "id"));
        assertThat(behind.severity()).isEqualTo(Severity.INFO);
        assertThat(behind.saw()).contains("person_id");
        Fixture.sql("ALTER TABLE people ALTER person_id DROP DEFAULT", "DROP SEQUENCE numbers");
        assertThat(findings(copy("person_id", "id"))).noneMatch(f -> f.code().equals("sequence-behind"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar(36) | text | true",
                "text | varchar(36) | false",
                "timestamp(3) | timestamp | true",
                "timestamp | timestamp(3) | false",
                "numeric(12,2) | numeric | true",
                "numeric(12,2) | numeric(12,4) | false",
            })
    void keysAreFoundAgainWhereTheyAreWrittenAlike(String from, String to, boolean alike) {
        Fixture.sql(
                "DROP TABLE IF EXISTS was, becomes",
                "CREATE TABLE was (k " + from + " PRIMARY KEY)",
                "CREATE TABLE becomes (k " + to + " PRIMARY KEY)");
        Work.Copy copy = new Work.Copy(new TableName(null, "becomes"), Map.of("k", "k"), OnConflict.SKIP);
        Backfill backfill =
                Backfill.builder("x", "app", new TableName(null, "was"), copy).build();

        assertThat(findings(backfill).stream()
                        .filter(f -> f.severity() == Severity.ERROR)
                        .map(Finding::code)
                        .toList())
                .isEqualTo(alike ? List.of() : List.of("copy-key-type"));
        Fixture.sql("DROP TABLE was, becomes");
    }

    @Test
    void anIntervalMayHaveMoreDigits() {
        Fixture.sql("ALTER TABLE users ADD brief interval(3)", "ALTER TABLE people ADD brief interval");
        assertThat(findings(copy("person_id", "id", "brief", "brief"))).noneMatch(f -> f.severity() == Severity.ERROR);
    }

    @Test
    void privilegesOnTheOtherTable() {
        Fixture.sql(
                "DROP ROLE IF EXISTS copier",
                "CREATE ROLE copier LOGIN PASSWORD 'postgres'",
                "GRANT SELECT, UPDATE ON users TO copier",
                "GRANT SELECT ON people TO copier",
                "GRANT CREATE ON SCHEMA public TO copier");
        try (Database poor = Fixture.open("copier")) {
            Finding skip = lacking(poor, copy("person_id", "id", "name", "full_name"));
            assertError(skip, "INSERT on public.people");
            assertError(
                    lacking(poor, copy(OnConflict.UPDATE, "person_id", "id", "name", "full_name")), "INSERT, UPDATE");
        } finally {
            Fixture.sql("DROP OWNED BY copier", "DROP ROLE copier");
        }
    }

    private static Finding lacking(Database poor, Backfill backfill) {
        return Preflight.examine(backfill, poor).findings().stream()
                .filter(f -> f.code().equals("privilege-missing"))
                .findFirst()
                .orElseThrow();
    }
}
