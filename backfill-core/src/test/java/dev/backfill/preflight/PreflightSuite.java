package dev.backfill.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table of 3000 users for each test, and how to say what a check must have found. */
abstract class PreflightSuite {
    final Database database = Fixture.open();

    @BeforeEach
    void table() {
        Fixture.users(3000);
    }

    @AfterEach
    void close() {
        database.close();
    }

    final Finding the(String code, Backfill backfill) {
        List<Finding> findings = Preflight.examine(backfill, database).findings();
        assertThat(findings).extracting(Finding::code).contains(code);
        return findings.stream().filter(f -> f.code().equals(code)).findFirst().orElseThrow();
    }

    static void assertError(Finding finding, String... saw) {
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.saw()).contains(saw);
        assertThat(finding.advice()).isNotBlank();
    }

    static void assertWarning(Finding finding, String... saw) {
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.saw()).contains(saw);
    }
}
