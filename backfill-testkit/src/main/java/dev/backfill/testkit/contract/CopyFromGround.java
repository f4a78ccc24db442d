package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Users in one database, and a table for them in another. */
abstract class CopyFromGround extends EngineContract {
    static final int ROWS = 400;

    TestDatabase legacy;

    @BeforeEach
    void tables() {
        legacy = newSource();
        legacy.create(
                "users",
                "id int PRIMARY KEY, full_name text, visits int NOT NULL",
                ROWS,
                "n, CASE WHEN n % 10 = 0 THEN NULL ELSE concat('n', n) END, n");
        database.run("CREATE TABLE people (person_id bigint PRIMARY KEY, name text, visits int)");
    }

    /** The database that is read: of the same kind unless a suite has another one. */
    TestDatabase newSource() {
        return newDatabase();
    }

    BackfillEngine both() {
        return engine(Map.of("app", database.open("app"), "legacy", legacy.open("legacy")), null);
    }

    static Backfill copy(OnConflict onConflict, String... columnsAndExpressions) {
        return copy(onConflict, null, columnsAndExpressions);
    }

    static Backfill copy(OnConflict onConflict, @Nullable Transform transform, String... columnsAndExpressions) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndExpressions.length; i += 2) {
            columns.put(columnsAndExpressions[i], columnsAndExpressions[i + 1]);
        }
        Work work = new Work.Copy(
                "legacy",
                TableName.parse("people"),
                columns,
                onConflict,
                transform == null ? null : new Work.Rows("on-the-way", transform));
        return Backfill.builder("fill", "app", TableName.parse("users"), work)
                .chunk(chunks(7, 100))
                .build();
    }

    static Backfill people(OnConflict onConflict) {
        return copy(onConflict, "person_id", "id", "name", "upper(full_name)", "visits", "visits");
    }

    RunStatus run(Backfill backfill) {
        RunStatus status = both().start(backfill, RunOptions.NONE, ACTOR, DEAF);
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        return status;
    }

    void assertCopied() {
        // two databases may order texts in two ways
        assertThat(database.list("SELECT concat_ws('|', person_id, name, visits, 'end') FROM people"))
                .containsExactlyInAnyOrderElementsOf(
                        legacy.list("SELECT concat_ws('|', id, upper(full_name), visits, 'end') FROM users"));
    }

    RunStatus repair(RunStatus of, Backfill backfill) {
        RunStatus repair =
                both().repair(of.run(), backfill, RunOptions.NONE, ACTOR, DEAF).orElseThrow();
        assertThat(repair.state()).as("%s", repair).isEqualTo(RunState.SUCCEEDED);
        return repair;
    }

    static Verification.Result check(Verification verification, String name) {
        return verification.checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
