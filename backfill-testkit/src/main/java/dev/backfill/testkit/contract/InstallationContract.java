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
import dev.backfill.testkit.contract.TestDialect.Lack;
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
        database.create("t", "id int PRIMARY KEY, n int NOT NULL", 300, "n, n");
    }

    private void assertOnce() {
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id + 1")).isEqualTo(300);
    }

    /** Connects as a user who may change the table and nothing else. */
    private BackfillEngine humble(String schema) {
        database.run(dialect().user(user(), "secret", schema));
        Database opened = database.as(user(), "secret").open("app", schema);
        return engine(Map.of("app", opened), null);
    }

    private String user() {
        return "humble_" + database.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
    }

    /** As a DBA does: the DDL that the engine prints, and the grants that it asks for. */
    private void install(BackfillEngine engine, String schema) {
        List<String> ddl = engine.schema(countUp).getOrDefault("app", List.of());
        database.run(ddl);
        database.run(dialect().admit(user(), schema, backfillTables(schema)));
        database.run(ddl);
    }

    private List<String> backfillTables(String schema) {
        return database.tables(schema).stream()
                .filter(table -> table.startsWith("backfill_"))
                .toList();
    }

    private void assertRefusedThenInstalledByADba(BackfillEngine engine, String schema) {
        assertThatThrownBy(() -> engine.start(countUp, RunOptions.NONE, ACTOR, DEAF))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED);
                    assertThat(e.hint()).contains("backfill schema");
                })
                .hasMessageContaining("may not create them");
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(300);

        install(engine, schema);
        assertRows(engine.start(countUp, RunOptions.NONE, ACTOR, DEAF), 300, 300, 0);
        assertOnce();
        install(engine, schema);
    }

    /** Who may open the file may do everything: there is nobody to be refused, and the printed DDL does as well. */
    private boolean everybodyMayDoEverything() {
        if (!dialect().lacks().contains(Lack.USERS)) {
            return false;
        }
        List<String> ddl = engine().schema(countUp).getOrDefault("app", List.of());
        database.run(ddl);
        database.run(ddl);
        assertRows(succeed(countUp), 300, 300, 0);
        assertOnce();
        assertThatThrownBy(() -> database.run("GRANT SELECT ON t TO nobody")).isInstanceOf(RuntimeException.class);
        return true;
    }

    private boolean refusesSchemas() {
        if (!dialect().lacks().contains(Lack.SCHEMAS)) {
            return false;
        }
        assertThatThrownBy(() -> database.open("app", "ops"))
                .isInstanceOf(BackfillException.class)
                .hasMessageContainingAll("schema ops is named", "has no schemas");
        return true;
    }

    @Test
    void worksOnTablesThatADbaMade() {
        if (everybodyMayDoEverything()) {
            return;
        }
        assertRefusedThenInstalledByADba(humble(database.schema()), database.schema());
    }

    /** No run is made that could only fail. */
    @Test
    void refusesToBeginWithoutTablesForTheMetadata() {
        if (everybodyMayDoEverything()) {
            return;
        }
        BackfillEngine engine = humble(database.schema());
        database.run(engine.schema(countUp).getOrDefault("app", List.of()).stream()
                .filter(statement -> !statement.contains("backfill_batch_"))
                .toList());
        database.run(dialect().admit(user(), database.schema(), backfillTables(database.schema())));

        assertThatThrownBy(() -> engine.start(countUp, RunOptions.NONE, ACTOR, DEAF))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED);
                    assertThat(e.hint()).contains("backfill schema");
                })
                .hasMessageContaining("Spring Batch's tables");
        assertThat(engine.runs().found()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(300);
    }

    @Test
    void worksOnTablesThatADbaMadeInASchemaOfTheirOwn() {
        if (refusesSchemas()) {
            return;
        }
        database.run("CREATE SCHEMA ops");
        assertRefusedThenInstalledByADba(humble("ops"), "ops");
    }

    @Test
    void refusesToGoOnWithoutThePrivilegesItHadAtPlanning() throws Exception {
        if (everybodyMayDoEverything()) {
            return;
        }
        BackfillEngine humble = humble(database.schema());
        install(humble, database.schema());
        BackgroundRun run =
                BackgroundRun.begin(humble, () -> humble.start(countUp, new RunOptions(1, 50, 5), ACTOR, DEAF));
        assertThat(humble.pause(run.id(), "lunch", ACTOR).state()).isEqualTo(RunState.PAUSED);
        run.end();

        assertLacking(humble, run.id(), "UPDATE ON t", "UPDATE on " + database.schema() + ".t");
        assertLacking(humble, run.id(), "INSERT ON backfill_chunk", "INSERT on backfill_chunk");

        humble.tune(run.id(), 1_000_000, null, null, "night", ACTOR);
        assertThat(humble.resume(run.id(), countUp, false, ACTOR, DEAF).state()).isEqualTo(RunState.SUCCEEDED);
        assertOnce();
    }

    private void assertLacking(BackfillEngine engine, RunId run, String privilege, String named) {
        database.run("REVOKE " + privilege + " FROM " + user());
        assertThatThrownBy(() -> engine.resume(run, countUp, false, ACTOR, DEAF))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_REFUSED);
                    assertThat(e.hint()).contains("have a DBA").contains("database app");
                })
                .hasMessageContaining("lacks " + named);
        assertThat(engine.status(run).state()).isEqualTo(RunState.PAUSED);
        database.run("GRANT " + privilege + " TO " + user());
    }

    @Test
    void keepsItsTablesInTheSchemaThatIsNamed() {
        if (refusesSchemas()) {
            return;
        }
        database.run("CREATE SCHEMA " + dialect().quoted("Back fill"));
        BackfillEngine engine = engine(Map.of("app", database.open("app", "Back fill")), null);

        assertRows(engine.start(countUp, RunOptions.NONE, ACTOR, DEAF), 300, 300, 0);

        assertOnce();
        assertThat(database.tables()).containsExactly("t");
    }

    /** As the version before left it: what this one added is taken away again. */
    private void age() {
        for (String added : List.of(ADDED_TABLES)) {
            database.control().run("DROP TABLE " + added);
        }
        for (String added : List.of(ADDED_COLUMNS)) {
            database.control().run("ALTER TABLE backfill_run DROP COLUMN " + added);
        }
        for (String added : List.of(ADDED_TO_DEAD_LETTERS)) {
            database.run("ALTER TABLE backfill_dead_letter DROP COLUMN " + added);
        }
        database.run("ALTER TABLE backfill_chunk DROP COLUMN work_millis");
    }

    @Test
    void addsWhatTablesOfAnOlderVersionLack() throws Exception {
        RunId paused = pausedRun();
        age();

        assertThat(engine().runs().found()).extracting(RunStatus::run).containsExactly(paused);
        assertThat(engine().stops()).isEmpty();
        assertThat(database.control().number("SELECT count(*) FROM backfill_stop"))
                .isZero();
        engine().tune(paused, 1_000_000, null, null, "night", ACTOR);
        assertRows(engine().resume(paused, countUp, false, ACTOR, DEAF), 300, 300, 0);
        assertOnce();
    }

    @Test
    void asksADbaToAddWhatTablesOfAnOlderVersionLack() {
        if (everybodyMayDoEverything()) {
            return;
        }
        BackfillEngine humble = humble(database.schema());
        install(humble, database.schema());
        age();

        assertRefusedThenInstalledByADba(humble, database.schema());
    }

    private RunId pausedRun() throws Exception {
        BackfillEngine own = engine();
        BackgroundRun run =
                BackgroundRun.begin(observer(), () -> own.start(countUp, new RunOptions(1, 40, 20), ACTOR, DEAF));
        assertThat(observer().pause(run.id(), "upgrade", ACTOR).state()).isEqualTo(RunState.PAUSED);
        run.end();
        return run.id();
    }

    @Test
    void refusesASchemaThatIsNotThere() {
        if (refusesSchemas()) {
            return;
        }
        BackfillEngine engine = engine(Map.of("app", database.open("app", "nowhere")), null);

        assertThatThrownBy(() -> engine.start(countUp, RunOptions.NONE, ACTOR, DEAF))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("nowhere");
        assertThat(database.number("SELECT count(*) FROM t WHERE n = id")).isEqualTo(300);
    }

    @Test
    void asksForNothingBeforeTheFirstRun() {
        assertThat(engine().runs().found()).isEmpty();
        assertThat(engine().history(null)).isEmpty();
        assertThat(database.tables()).containsExactly("t");
    }
}
