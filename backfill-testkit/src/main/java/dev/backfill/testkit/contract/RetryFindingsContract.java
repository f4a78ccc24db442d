package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Limits;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.engine.RunOptions;
import dev.backfill.plan.Finding;
import dev.backfill.rehearsal.RehearsalReport;
import dev.backfill.run.RunId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the dry run of a retry finds is said of the rows that it is about, and not of the table. */
public abstract class RetryFindingsContract extends EngineContract {
    private final Backfill fill = set("t", "n", "1").build();
    private RunId failed;

    @BeforeEach
    void failTwoRows() {
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", 100, "n, 0");
        database.run("ALTER TABLE t ADD CONSTRAINT bad CHECK (n = 0 OR id NOT IN (7, 8))");
        failed = succeed(fill).run();
    }

    private Finding finding(String code) {
        List<Finding> findings = engine().rehearseRetry(failed, fill, RunOptions.NONE, false, DEAF)
                .orElseThrow()
                .plan()
                .findings();
        assertThat(findings).extracting(Finding::code).contains(code);
        return findings.stream().filter(f -> f.code().equals(code)).findFirst().orElseThrow();
    }

    @Test
    void rowsThatAreRightMeanwhile() {
        database.run("ALTER TABLE t DROP CONSTRAINT bad", "UPDATE t SET n = 1 WHERE id IN (7, 8)");
        Finding finding = finding("nothing-to-do");
        assertThat(finding.saw()).isEqualTo("all rows that failed were looked at, and none needs the work any more");
        assertThat(finding.advice()).isEqualTo("execute the retry, which settles them");
    }

    @Test
    void rowsThatAreGone() {
        database.run("DELETE FROM t WHERE id IN (7, 8)");
        assertThat(finding("nothing-to-do").saw())
                .isEqualTo("all rows that failed were looked at, and none needs the work any more");
    }

    @Test
    void rowsThatFailAgain() {
        assertThat(finding("rows-refused").advice())
                .isEqualTo("rehearse to see how many; those that fail again stay open, however many they are");
    }

    /** They need the work as before: nobody is told that there is nothing to do. */
    @Test
    void rowsThatTheTransformRejectsAgain() {
        Backfill rejecting =
                rows("t", transform("n", n -> new Outcome.Rejected("as ever"))).build();
        RunId rejected = start(rejecting.withLimits(new Limits(null, 100))).run();

        RehearsalReport report = engine().rehearseRetry(rejected, rejecting, RunOptions.NONE, true, DEAF)
                .orElseThrow();

        assertThat(report.plan().findings())
                .extracting(Finding::code)
                .contains("rows-rejected", "trial-saw-no-change")
                .doesNotContain("nothing-to-do");
        assertRows(report.status(), 100, 0, 100);
    }
}
