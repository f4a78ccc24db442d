package dev.backfill.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Table;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private static PreflightCheck check(String name, Supplier<List<Finding>> body) {
        return new PreflightCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> run(Context context) {
                return body.get();
            }
        };
    }

    @Test
    void aCheckThatFailsRefusesAndTheOthersStillRun() {
        List<String> ran = new ArrayList<>();
        PreflightCheck database = check("first", () -> {
            throw new DatabaseException(FailureClass.CONTENTION, "55P03", "lock timeout", false, null);
        });
        PreflightCheck defect = check("second", () -> {
            throw new IllegalStateException("a row's value");
        });
        PreflightCheck last = check("third", () -> {
            ran.add("third");
            return List.of();
        });
        PreflightCheck never = check("fourth", () -> {
            ran.add("fourth");
            return List.of();
        });
        Examination examination =
                Preflight.examine(context(), List.of(List.of(database, defect, last), List.of(never)));
        assertThat(examination.refused()).isTrue();
        assertThat(ran).containsExactly("third");
        assertThat(examination.findings())
                .extracting(Finding::code)
                .containsExactly("check-failed", "check-failed", "not-checked");
        assertThat(examination.findings().get(0).saw()).contains("first", "lock timeout");
        assertThat(examination.findings().get(1).saw()).contains("second").doesNotContain("value");
        assertThat(examination.findings().get(2).saw()).contains("fourth");
        assertThat(examination.findings()).extracting(Finding::severity).contains(Severity.ERROR);
    }

    /** Opening is lazy, so nothing has to listen there. */
    private static Context context() {
        TableName name = new TableName("public", "t");
        Table table = new Table(
                name, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false, List.of(), false, 0, 0);
        DatabaseSettings nowhere = new DatabaseSettings("app", "jdbc:postgresql://127.0.0.1:1/x", null, null, null, 1);
        Backfill backfill = Backfill.builder("x", "app", name, new Work.Set(Map.of("a", "1")))
                .build();
        return new Context(backfill, Databases.open(nowhere), table, null);
    }
}
