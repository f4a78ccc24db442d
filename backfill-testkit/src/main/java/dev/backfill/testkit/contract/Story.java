package dev.backfill.testkit.contract;

import dev.backfill.chunk.Moment;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Limits;
import dev.backfill.definition.Row;
import dev.backfill.definition.Transform.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table, a backfill of it, and what happens to each of the processes that work on it, all made from a seed.
 *
 * @param gaps one row in so many is missing
 * @param nulls one note in so many is NULL
 * @param bad one row in so many cannot be changed; 0 for none
 */
record Story(
        long seed,
        KeyCase key,
        int rows,
        int gaps,
        int nulls,
        int bad,
        Change change,
        boolean onlyWithNote,
        ChunkLimits chunk,
        int workers,
        List<Act> acts) {
    private static final int MOST_ROWS = 600;
    private static final String WITH_NOTE = "note IS NOT NULL";
    private static final String DONE = "CASE WHEN note IS NULL THEN NULL ELSE concat(note, ' done') END";

    /** No change is one that may be applied twice. */
    enum Change {
        ONE_COLUMN_BY_SQL,
        TWO_COLUMNS_BY_SQL,
        ONE_COLUMN_IN_JAVA,
        TWO_COLUMNS_IN_JAVA;

        private boolean both() {
            return this == TWO_COLUMNS_BY_SQL || this == TWO_COLUMNS_IN_JAVA;
        }
    }

    enum Deed {
        PAUSE,
        INTERRUPT,
        TUNE,
        /** The process goes on to die of an error of its own. */
        CRASH,
        /** The database does not answer. */
        CUT
    }

    /**
     * @param at the how manieth chunk of the process
     * @param moment where a process crashes or is cut off
     */
    record Act(Deed deed, int at, Moment moment) {}

    static Story of(long seed, List<KeyCase> keys) {
        Random random = new Random(seed);
        int smallest = 1 + random.nextInt(20);
        return new Story(
                seed,
                one(random, keys),
                random.nextInt(10) == 0 ? random.nextInt(3) : random.nextInt(MOST_ROWS),
                2 + random.nextInt(20),
                1 + random.nextInt(10),
                random.nextBoolean() ? 0 : 5 + random.nextInt(60),
                one(random, List.of(Change.values())),
                random.nextBoolean(),
                EngineContract.chunks(smallest, smallest + random.nextInt(60)),
                1 + random.nextInt(4),
                IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(i -> act(random))
                        .toList());
    }

    private static Act act(Random random) {
        Deed deed = one(random, List.of(Deed.values()));
        Moment moment = one(random, List.of(Moment.values()));
        return new Act(deed, 1 + random.nextInt(5), moment);
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    void create(TestDatabase database) {
        key.create(database, rows);
        database.run(
                "DELETE FROM t WHERE n % " + gaps + " = 1", "UPDATE t SET note = NULL WHERE n % " + nulls + " = 0");
        if (bad > 0) {
            database.run("ALTER TABLE t ADD CONSTRAINT bad CHECK (n < 1000000 OR n % " + bad + " <> 0)");
        }
    }

    Backfill backfill() {
        Map<String, String> expressions = new HashMap<>(Map.of("n", "n + 1000000"));
        if (change.both()) {
            expressions.put("note", DONE);
        }
        List<String> columns = List.copyOf(expressions.keySet());
        boolean sql = change == Change.ONE_COLUMN_BY_SQL || change == Change.TWO_COLUMNS_BY_SQL;
        Backfill.Builder builder = sql
                ? EngineContract.set(
                        "t",
                        expressions.entrySet().stream()
                                .flatMap(e -> List.of(e.getKey(), e.getValue()).stream())
                                .toArray(String[]::new))
                : EngineContract.rows("t", new Columns(columns, columns, this::inJava));
        if (onlyWithNote) {
            builder.where(WITH_NOTE);
        }
        return builder.chunk(chunk)
                .workers(workers)
                .limits(new Limits(null, MOST_ROWS))
                .build();
    }

    private Outcome inJava(Row row) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("n", (Long) Objects.requireNonNull(row.get("n")) + 1_000_000);
        if (change.both()) {
            values.put("note", row.get("note") == null ? null : row.text("note") + " done");
        }
        return new Outcome.Changed(values);
    }

    /** What completes a plain UPDATE that does the same. */
    String update() {
        return "SET n = n + 1000000" + (change.both() ? ", note = " + DONE : "") + " WHERE " + selected() + " AND NOT ("
                + hopeless() + ")";
    }

    String selected() {
        return onlyWithNote ? WITH_NOTE : "1 = 1";
    }

    /** Of a row as it was. */
    String hopeless() {
        return bad == 0 ? "1 = 0" : "(n + 1000000) % " + bad + " = 0";
    }
}
