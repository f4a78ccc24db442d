package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import dev.backfill.run.RunId;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine's own tables: where it is told to have them, with no more rights than it needs. */
public abstract class InstallationContract extends EngineContract {
    private static final String[] ADDED_TABLES = {"backfill_stop"};
    private static final String[] ADDED_TO_DEAD_LETTERS = {"settled_by", "origin"};
    private static final String[] ADDED_COLUMNS = {
        "settings_until", "before_rows_per_second", "before_workers", "before_chunk_rows", "canary_share"
    };

    private final Backfill countUp = set("t", "n", "n + 1").build();

    @BeforeEach
    void table() {
        database.run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)",
                "INSERT INTO t SELECT n, n FROM generate_series(1, 300) AS n");
    }

    private void assertOnce() {
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1")).isEqualTo(300);
    }

    /** Connects as a role that may change the table and nothing else. */
    private BackfillEngine humble(String schema) {
        String role = "humble_" + database.text("SELECT current_database()");
        database.run(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "GRANT SELECT, UPDATE ON t TO " + role,
                "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + role,
                "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO " + role);
        if (!schema.equals("public")) {
            database.run("CREATE SCHEMA " + schema, "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
        }
        String url = database.url().replaceFirst("user=[^&]*", "user=" + role).replaceFirst("&password=.*", "")
                + "&password=secret";
        Database opened = TestDatabase.open("app", url, schema);
        return engine(Map.of("app", opened), null);
    }

    private void assertRefusedThenInstalledByADba(BackfillEngine engine) {
        assertThatThrownBy(() -> engine.start(countUp, RunOptions.NONE, ACTOR, DEAF))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED);
                    assertThat(e.hint()).contains("backfill schema");
                })
                .hasMessageContaining("may not create them");
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(300);

        List<String> ddl = engine.schema(countUp).getOrDefault("app", List.of());
        database.run(ddl.toArray(String[]::new));
        assertRows(engine.start(countUp, RunOptions.NONE, ACTOR, DEAF), 300, 300, 0);
        assertOnce();
        database.run(ddl.toArray(String[]::new));
    }

    @Test
    void worksOnTablesThatADbaMade() {
        assertRefusedThenInstalledByADba(humble("public"));
    }

    @Test
    void worksOnTablesThatADbaMadeInASchemaOfTheirOwn() {
        assertRefusedThenInstalledByADba(humble("ops"));
    }

    @Test
    void refusesToGoOnWithoutThePrivilegesItHadAtPlanning() throws Exception {
        BackfillEngine humble = humble("public");
        database.run(humble.schema(countUp).getOrDefault("app", List.of()).toArray(String[]::new));
        BackgroundRun run =
                BackgroundRun.begin(humble, () -> humble.start(countUp, new RunOptions(1, 50, 5), ACTOR, DEAF));
        assertThat(humble.pause(run.id(), "lunch", ACTOR).state()).isEqualTo(RunState.PAUSED);
        run.end();
        String role = "humble_" + database.text("SELECT current_database()");

        assertLacking(humble, run.id(), role, "UPDATE ON t", "UPDATE on public.t");
        assertLacking(humble, run.id(), role, "INSERT ON backfill_chunk", "INSERT on backfill_chunk");

        humble.tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertThat(humble.resume(run.id(), countUp, false, ACTOR, DEAF).state()).isEqualTo(RunState.SUCCEEDED);
        assertOnce();
    }

    private void assertLacking(BackfillEngine engine, RunId run, String role, String privilege, String named) {
        database.run("REVOKE " + privilege + " FROM " + role);
        assertThatThrownBy(() -> engine.resume(run, countUp, false, ACTOR, DEAF))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED);
                    assertThat(e.hint()).contains("have a DBA").contains("database app");
                })
                .hasMessageContaining("lacks " + named);
        assertThat(engine.status(run).state()).isEqualTo(RunState.PAUSED);
        database.run("GRANT " + privilege + " TO " + role);
    }

    @Test
    void keepsItsTablesInTheSchemaThatIsNamed() {
        database.run("CREATE SCHEMA \"Back fill\"");
        BackfillEngine engine = engine(Map.of("app", TestDatabase.open("app", database.url(), "Back fill")), null);

        assertRows(engine.start(countUp, RunOptions.NONE, ACTOR, DEAF), 300, 300, 0);

        assertOnce();
        assertThat(database.list("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("t");
    }

    /** As the version before left it: what this one added is taken away again. */
    private void age() {
        for (String added : List.of(ADDED_TABLES)) {
            database.run("DROP TABLE " + added);
        }
        for (String added : List.of(ADDED_COLUMNS)) {
            database.run("ALTER TABLE backfill_run DROP COLUMN " + added);
        }
        for (String added : List.of(ADDED_TO_DEAD_LETTERS)) {
            database.run("ALTER TABLE backfill_dead_letter DROP COLUMN " + added);
        }
    }

    @Test
    void addsWhatTablesOfAnOlderVersionLack() throws Exception {
        RunId paused = pausedRun();
        age();

        assertThat(engine().runs().found()).extracting(RunStatus::run).containsExactly(paused);
        assertThat(engine().stops()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM pg_tables WHERE tablename = 'backfill_stop'"))
                .isEqualTo(1);
        assertRows(engine().resume(paused, countUp, false, ACTOR, DEAF), 300, 300, 0);
        assertOnce();
    }

    @Test
    void asksADbaToAddWhatTablesOfAnOlderVersionLack() {
        BackfillEngine humble = humble("public");
        database.run(humble.schema(countUp).getOrDefault("app", List.of()).toArray(String[]::new));
        age();

        assertRefusedThenInstalledByADba(humble);
    }

    private RunId pausedRun() throws Exception {
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(engine(), () -> own.start(countUp, new RunOptions(1, 200, 20), ACTOR, DEAF));
        assertThat(engine().pause(run.id(), "upgrade", ACTOR).state()).isEqualTo(RunState.PAUSED);
        run.end();
        return run.id();
    }

    @Test
    void refusesASchemaThatIsNotThere() {
        BackfillEngine engine = engine(Map.of("app", TestDatabase.open("app", database.url(), "nowhere")), null);

        assertThatThrownBy(() -> engine.start(countUp, RunOptions.NONE, ACTOR, DEAF))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("nowhere");
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(300);
    }

    @Test
    void asksForNothingBeforeTheFirstRun() {
        assertThat(engine().runs().found()).isEmpty();
        assertThat(engine().history(null)).isEmpty();
        assertThat(database.list("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("t");
    }
}
