package dev.backfill.testkit;

import dev.backfill.chunk.Moment;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Limits;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.run.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a process that runs the engine is to do: the backfill adds 1 to {@code counter} in every row of a table, which
 * shows each row that was done twice or not at all.
 *
 * @param target JDBC address
 * @param control JDBC address; null means the target
 * @param rate rows per second, to make a run live long enough; null means no limit
 * @param canary the share of the rows after which the run pauses; null if it does not
 * @param halt where the process stands still until SIGTERM; null means nowhere
 * @param nth the how-manieth time it gets there, from 1
 */
public record EngineOrder(
        Verb verb,
        String target,
        @Nullable String control,
        String name,
        String table,
        int chunk,
        int workers,
        @Nullable Integer rate,
        @Nullable Double canary,
        @Nullable Moment halt,
        int nth) {
    /** Chunks are of this many rows unless {@link #chunk(int)} says otherwise. */
    public static final int CHUNK = 100;

    /** What is done to the backfill's first run. */
    public enum Verb {
        START,
        RESUME,
        TAKE_OVER
    }

    public static EngineOrder on(String target, @Nullable String control, String name) {
        return new EngineOrder(Verb.START, target, control, name, "counted", CHUNK, 2, null, null, null, 1);
    }

    public EngineOrder verb(Verb next) {
        return new EngineOrder(next, target, control, name, table, chunk, workers, rate, canary, halt, nth);
    }

    public EngineOrder rate(int rowsPerSecond) {
        return new EngineOrder(verb, target, control, name, table, chunk, workers, rowsPerSecond, canary, halt, nth);
    }

    public EngineOrder chunk(int rows) {
        return new EngineOrder(verb, target, control, name, table, rows, workers, rate, canary, halt, nth);
    }

    public EngineOrder workers(int threads) {
        return new EngineOrder(verb, target, control, name, table, chunk, threads, rate, canary, halt, nth);
    }

    public EngineOrder canary(double share) {
        return new EngineOrder(verb, target, control, name, table, chunk, workers, rate, share, halt, nth);
    }

    /** How often a moment comes before a kill; Spring Batch's metadata is written once a second and not for each chunk. */
    public static int pass(Moment moment, int latest, Random random) {
        return 1 + random.nextInt(moment == Moment.AFTER_METADATA ? 2 : latest);
    }

    public EngineOrder haltAt(Moment moment, int time) {
        return new EngineOrder(verb, target, control, name, table, chunk, workers, rate, canary, moment, time);
    }

    /** JDBC address of the database that keeps the run's state. */
    public String keeper() {
        return control == null ? target : control;
    }

    public RunId run() {
        return new RunId(name + "-1");
    }

    public Backfill backfill() {
        return Backfill.builder(name, "app", TableName.parse(table), new Work.Set(Map.of("counter", "counter + 1")))
                .chunk(new ChunkLimits(chunk, chunk, Duration.ofMillis(500)))
                .workers(workers)
                .limits(new Limits(rate, 0))
                .build();
    }

    /** An engine of its own on the order's databases. */
    public BackfillEngine engine(dev.backfill.chunk.ChunkProbe probe) {
        return Engines.create(
                Map.of("app", open("app", target)), control == null ? null : open("control", control), probe);
    }

    /** The same without guards: they would hold the chunks that a test wants to see fail. */
    public BackfillEngine unguarded(dev.backfill.chunk.ChunkProbe probe) {
        return Engines.unguarded(
                Map.of("app", open("app", target)), control == null ? null : open("control", control), probe);
    }

    private static Database open(String name, String url) {
        return Databases.open(new DatabaseSettings(name, url, null, null, null, 8));
    }

    String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of(verb.name(), target, String.valueOf(control), name, table));
        arguments.addAll(List.of(Integer.toString(chunk), Integer.toString(workers), String.valueOf(rate)));
        arguments.addAll(List.of(String.valueOf(canary), String.valueOf(halt), Integer.toString(nth)));
        return arguments.toArray(String[]::new);
    }

    static EngineOrder parse(String... arguments) {
        String none = String.valueOf((Object) null);
        return new EngineOrder(
                Verb.valueOf(arguments[0]),
                arguments[1],
                arguments[2].equals(none) ? null : arguments[2],
                arguments[3],
                arguments[4],
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]),
                arguments[7].equals(none) ? null : Integer.valueOf(arguments[7]),
                arguments[8].equals(none) ? null : Double.valueOf(arguments[8]),
                arguments[9].equals(none) ? null : Moment.valueOf(arguments[9]),
                Integer.parseInt(arguments[10]));
    }
}
