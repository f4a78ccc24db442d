package dev.backfill.database;

import dev.backfill.definition.Row;
import dev.backfill.definition.Transform;
import dev.backfill.definition.Transform.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a transform about rows: those that stay where they are, and those on their way into another table. Thread-safe. */
public final class Transformation {
    private final Transform transform;
    private final Set<String> asked;
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * @param columns of the values that it is asked with, in their order
     */
    public Transformation(Transform transform, List<String> columns) {
        this.transform = transform;
        this.asked = new LinkedHashSet<>(transform.reads());
        asked.addAll(transform.writes());
        for (int i = 0; i < columns.size(); i++) {
            places.put(columns.get(i), i);
        }
    }

    /** What the transform wants of one row. */
    public sealed interface Decision {
        /**
         * @param values of the columns that the transform writes, in its order
         */
        record Write(List<@Nullable Object> values) implements Decision {}

        record Keep() implements Decision {}

        record Reject(String reason) implements Decision {}
    }

    /** A row that would not really change is kept. */
    public Decision decide(List<? extends @Nullable Object> row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        asked.forEach(name -> values.put(name, row.get(place(name))));
        @Nullable Outcome outcome;
        try {
            outcome = transform.apply(new Row(values));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            // errors too that one row brings about, a regular expression on a long text for one; the message may quote
            // the row
            return new Decision.Reject("the transform threw " + e.getClass().getName());
        }
        if (outcome == null) {
            return new Decision.Reject("the transform answered null");
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Decision.Reject(rejected.reason());
        }
        return outcome instanceof Outcome.Changed changed ? written(row, changed.values()) : new Decision.Keep();
    }

    private Decision written(List<? extends @Nullable Object> row, Map<String, ? extends @Nullable Object> wanted) {
        List<@Nullable Object> after = new ArrayList<>();
        boolean differs = false;
        int known = 0;
        for (String column : transform.writes()) {
            Object before = row.get(place(column));
            boolean set = wanted.containsKey(column);
            Object value = set ? wanted.get(column) : before;
            known += set ? 1 : 0;
            differs |= !SameValue.test(before, value);
            after.add(value);
        }
        if (known < wanted.size()) {
            return new Decision.Reject("the transform set a column that is not among its writes");
        }
        return differs ? new Decision.Write(after) : new Decision.Keep();
    }

    private int place(String column) {
        Integer place = places.get(column);
        if (place == null) {
            throw new IllegalStateException("column " + column + " was not read");
        }
        return place;
    }
}
