package dev.backfill.preflight;

import static dev.backfill.preflight.Fixture.fill;
import static dev.backfill.preflight.Fixture.set;
import static dev.backfill.preflight.Fixture.sql;
import static dev.backfill.preflight.Fixture.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import dev.backfill.plan.TrialResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sound backfill has no findings, and what of it is tried, planned and left undone. */
class PreflightDatabaseTest extends PreflightSuite {
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
    void laterGroupsAreNotPassedOverInSilence() {
        List<Finding> findings =
                Preflight.examine(set(Map.of("nope", "1")).build(), database).findings();
        assertThat(findings).filteredOn(f -> f.code().equals("not-checked")).hasSize(2);
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
}
