package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The ground of all contract suites: one fresh database and its engines per test, on the server of the class around it. */
public abstract class EngineContract {
    static final String ACTOR = "contract@test";
    static final RunListener DEAF = signal -> {};

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable BackfillEngine observer;
    private @Nullable ContractServer server;
    TestDatabase database;

    final void use(ContractServer shared) {
        server = shared;
    }

    private ContractServer server() {
        return Objects.requireNonNull(
                server, "the class around a suite registers a ContractServer as static extension");
    }

    @BeforeEach
    void createDatabase() {
        database = newDatabase();
    }

    @AfterEach
    void closeEngines() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        observer = null;
    }

    TestDatabase newDatabase() {
        return server().newDatabase();
    }

    /** Another engine over the same database, as in another process. */
    BackfillEngine engine() {
        return engine(Map.of("app", database.open("app")), null);
    }

    /** One such engine for whoever looks again and again: each has connections of its own until the test ends. */
    BackfillEngine observer() {
        BackfillEngine known = observer;
        if (known == null) {
            known = engine();
            observer = known;
        }
        return known;
    }

    BackfillEngine engine(Map<String, Database> databases, @Nullable Database control) {
        BackfillEngine engine = Engines.create(databases, control);
        open.push(engine);
        return engine;
    }

    TestDialect dialect() {
        return server().dialect();
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    /** Work in SQL, columns and expressions in turn; chunks small enough for many of them. */
    static Backfill.Builder set(String table, String... columnsAndExpressions) {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndExpressions.length; i += 2) {
            expressions.put(columnsAndExpressions[i], columnsAndExpressions[i + 1]);
        }
        return work(table, new Work.Set(expressions));
    }

    static Backfill.Builder rows(String table, Transform transform) {
        return work(table, new Work.Rows("transform", transform));
    }

    /** Fills the other table's columns; a row that is there already is left alone. */
    static Backfill.Builder copy(String table, String into, Map<String, String> columns) {
        return work(table, new Work.Copy(TableName.parse(into), columns, OnConflict.SKIP));
    }

    private static Backfill.Builder work(String table, Work work) {
        return Backfill.builder("change", "app", TableName.parse(table), work).chunk(chunks(7, 100));
    }

    static ChunkLimits chunks(int min, int max) {
        return new ChunkLimits(min, max, Duration.ofMillis(200));
    }

    RunStatus start(Backfill backfill) {
        return engine().start(backfill, RunOptions.NONE, ACTOR, DEAF);
    }

    /** Runs to the end, which must be a verified one. */
    RunStatus succeed(Backfill backfill) {
        RunStatus status = start(backfill);
        assertThat(status.state()).as("%s", status).isEqualTo(RunState.SUCCEEDED);
        return status;
    }

    static void assertRows(RunStatus status, long scanned, long changed, long dead) {
        assertThat(List.of(
                        status.rows().scanned(),
                        status.rows().changed(),
                        status.rows().unchanged(),
                        status.rows().dead()))
                .as("scanned, changed, unchanged, dead of %s", status)
                .containsExactly(scanned, changed, scanned - changed - dead, dead);
    }

    /** Keys of the run's dead letters in the order of the ledger's text. */
    List<String> deadKeys(RunStatus status) {
        List<String> keys = new ArrayList<>();
        observer()
                .deadLetters(status.run(), 1000)
                .forEach(letter -> keys.add(String.join(",", letter.key().parts())));
        return keys.stream().sorted().toList();
    }

    /** Answers the one column that it may set from the one that it reads. */
    static Transform transform(String column, Change change) {
        return new Columns(List.of(column), List.of(column), row -> change.of(row.get(column)));
    }

    /** What to do with a row of one column. */
    @FunctionalInterface
    interface Change {
        Transform.Outcome of(@Nullable Object value);
    }
}
