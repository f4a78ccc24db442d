package dev.backfill.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is done to the rows. */
public sealed interface Work {
    /**
     * Columns set from SQL expressions over the same row, in the database, one statement per chunk.
     *
     * @param expressions column name to SQL expression, in the order of the definition; never empty
     */
    record Set(Map<String, String> expressions) implements Work {
        public Set {
            if (expressions.isEmpty()) {
                throw new IllegalArgumentException("set needs at least one column");
            }
            expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
        }
    }

    /**
     * Rows read, transformed in Java, and written back by compare-and-set.
     *
     * @param name the name by which definitions refer to the transform
     */
    record Rows(String name, Transform transform) implements Work {}

    /**
     * Rows copied into another table, one per row that is read.
     *
     * @param from the configured database that is read; null means the one that is written
     * @param into the table that is written
     * @param columns column of that table to SQL expression over the row that is read, in the order of the definition;
     *     never empty
     * @param onConflict what to do with rows that are there already
     * @param transform what is done to a row on its way from another database, by the columns of {@code into}; null means
     *     nothing
     */
    record Copy(
            @Nullable String from,
            TableName into,
            Map<String, String> columns,
            OnConflict onConflict,
            @Nullable Rows transform)
            implements Work {
        /** Within the database. */
        public Copy(TableName into, Map<String, String> columns, OnConflict onConflict) {
            this(null, into, columns, onConflict);
        }

        /** Rows are copied as the expressions make them. */
        public Copy(@Nullable String from, TableName into, Map<String, String> columns, OnConflict onConflict) {
            this(from, into, columns, onConflict, null);
        }

        public Copy {
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("copy needs at least one column");
            }
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        /** Columns of {@link #into} whose values the transform decides. */
        public List<String> transformed() {
            return transform == null ? List.of() : transform.transform().writes();
        }

        /**
         * Columns of {@link #into} that are nothing but this column of the row that is read; if none is as the catalog
         * spells it, those that are in another case.
         */
        public List<String> imagesOf(String column) {
            List<String> images = images(column::equals);
            return images.isEmpty() ? images(column::equalsIgnoreCase) : images;
        }

        /** True if one of {@link #imagesOf} has the column's name as the catalog spells it. */
        public boolean spells(String column) {
            return !images(column::equals).isEmpty();
        }

        private List<String> images(Predicate<String> named) {
            return columns.entrySet().stream()
                    .filter(e -> Expressions.column(e.getValue()).filter(named).isPresent())
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
