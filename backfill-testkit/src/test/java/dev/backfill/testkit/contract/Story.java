package dev.backfill.testkit.contract;

import dev.backfill.chunk.Moment;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.definition.Limits;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Row;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Transform.Outcome;
import dev.backfill.definition.Work;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table, a backfill of it, and what happens to each of the processes that work on it. */
record Story(Layout layout, Change change, boolean onlyWithNote, ChunkLimits chunk, int workers, List<Act> acts) {
    static final int MOST_ROWS = 600;
    private static final String COPIES = "copies";
    private static final String WITH_NOTE = "note IS NOT NULL";
    private static final String DONE = "CASE WHEN note IS NULL THEN NULL ELSE concat(note, ' done') END";

    /**
     * @param gaps one row in so many is missing
     * @param nulls one note in so many is NULL
     * @param bad one row in so many cannot be changed; 0 for none
     */
    record Layout(KeyCase key, int rows, int gaps, int nulls, int bad) {}

    /** No change is one that may be applied twice. */
    enum Change {
        ONE_COLUMN_BY_SQL,
        TWO_COLUMNS_BY_SQL,
        ONE_COLUMN_IN_JAVA,
        TWO_COLUMNS_IN_JAVA,
        /** Into another table. */
        COPY;

        private boolean both() {
            return this == TWO_COLUMNS_BY_SQL || this == TWO_COLUMNS_IN_JAVA || this == COPY;
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

    void create(TestDatabase database) {
        KeyCase key = layout.key();
        key.create(database, layout.rows());
        database.run(
                "DELETE FROM t WHERE n % " + layout.gaps() + " = 1",
                "UPDATE t SET note = NULL WHERE n % " + layout.nulls() + " = 0");
        if (change == Change.COPY) {
            database.run("CREATE TABLE " + COPIES + " (" + key.columns() + ", n "
                    + database.dialect().whole() + " NOT NULL, note text, PRIMARY KEY (" + key.key() + "))");
        }
        if (layout.bad() > 0) {
            database.run("ALTER TABLE " + written() + " ADD CONSTRAINT bad CHECK (n < 1000000 OR n % " + layout.bad()
                    + " <> 0)");
        }
    }

    /** The table that is changed. */
    private String written() {
        return change == Change.COPY ? COPIES : "t";
    }

    Backfill backfill() {
        Map<String, String> expressions = new LinkedHashMap<>(Map.of("n", "n + 1000000"));
        if (change.both()) {
            expressions.put("note", DONE);
        }
        List<String> columns = List.copyOf(expressions.keySet());
        Backfill.Builder builder =
                switch (change) {
                    case ONE_COLUMN_BY_SQL, TWO_COLUMNS_BY_SQL ->
                        EngineContract.set(
                                "t",
                                expressions.entrySet().stream()
                                        .flatMap(e -> List.of(e.getKey(), e.getValue()).stream())
                                        .toArray(String[]::new));
                    case ONE_COLUMN_IN_JAVA, TWO_COLUMNS_IN_JAVA ->
                        EngineContract.rows("t", new Columns(columns, columns, this::inJava));
                    case COPY -> copy(expressions);
                };
        if (onlyWithNote) {
            builder.where(WITH_NOTE);
        }
        return builder.chunk(chunk)
                .workers(workers)
                .limits(new Limits(null, MOST_ROWS))
                .build();
    }

    private Backfill.Builder copy(Map<String, String> expressions) {
        for (String column : layout.key().key().split(", ", -1)) {
            expressions.put(column, column);
        }
        Work work = new Work.Copy(TableName.parse(COPIES), expressions, OnConflict.SKIP);
        return Backfill.builder("change", "app", TableName.parse("t"), work);
    }

    private Outcome inJava(Row row) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("n", (Long) Objects.requireNonNull(row.get("n")) + 1_000_000);
        if (change.both()) {
            values.put("note", row.get("note") == null ? null : row.text("note") + " done");
        }
        return new Outcome.Changed(values);
    }

    /** One plain statement that does the same. */
    Oracle oracle(TestDatabase database) {
        Oracle oracle = database.oracle(written());
        String which = " WHERE " + selected() + " AND NOT (" + hopeless() + ")";
        return change == Change.COPY
                ? oracle.insert("SELECT " + layout.key().key() + ", n + 1000000, " + DONE + " FROM t" + which)
                : oracle.update("SET n = n + 1000000" + (change.both() ? ", note = " + DONE : "") + which);
    }

    String selected() {
        return onlyWithNote ? WITH_NOTE : "1 = 1";
    }

    /** Of a row as it was. */
    String hopeless() {
        return layout.bad() == 0 ? "1 = 0" : "(n + 1000000) % " + layout.bad() + " = 0";
    }
}
