package dev.backfill.database;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One backfill's statements for one table. Immutable and thread-safe; sessions are handed in. */
public interface Target {
    Table table();

    /** The table that is written: {@link #table} itself, unless rows are copied into another. */
    default Table written() {
        return table();
    }

    /** Columns that order the table and identify a row, in order. */
    List<Column> key();

    Keyset keyset();

    /** Present for SQL work, and for copying within the database. */
    Optional<RangeUpdate> update();

    /** Present for row work. */
    Optional<RowAccess> rows();

    /** What the connected user may not do and only large rows need, if the work can write any, as it stands in a GRANT. */
    default List<String> missingForLargeRows(Session session) {
        return rows().map(access -> access.missingForLargeRows(session)).orElse(List.of());
    }

    Audit audit();

    /** Present for a copy between two databases. */
    default Optional<Carrying> carrying() {
        return Optional.empty();
    }

    /** Present for a copy. */
    default Optional<Copying> copying() {
        return Optional.empty();
    }

    /** Present if the target is narrowed to rows that failed before: then nothing here sees any other row. */
    Optional<Retried> retried();

    /** The chunk's statements by name, with the database's plan for each, on a range as it will be run. */
    Map<String, StatementPlan> explain(Session session, Range range, int rows);

    /** Walking the table in key order. */
    interface Keyset {
        /**
         * Upper ends of slices of about the same number of rows, from samples where the table is large; the last one
         * is the table's last key. Empty if the table is empty.
         */
        Slices slices(Session session, int wanted);

        /**
         * The next rows of a range.
         *
         * @return null if the range has no more rows
         */
        @Nullable
        Page next(Session session, Range range, int rows);

        /** The last key of the range, or null if the range has no rows. */
        @Nullable
        Position last(Session session, Range range);
    }

    /**
     * @param ends upper ends of the slices, in order
     * @param rows rows of the table, estimated unless {@code exact}
     */
    record Slices(List<Position> ends, long rows, boolean exact) {}

    /**
     * @param end the last row's position
     * @param rows how many there are up to it
     */
    record Page(Position end, int rows) {}

    /** SQL work on a range. */
    interface RangeUpdate {
        /**
         * Sets the columns of every row of the range that still needs it and whose values would really change.
         *
         * @return rows changed
         */
        int apply(Session session, Range range);

        /** Like {@link #apply} but only reads: up to {@code limit} rows as they are and as they would be. */
        List<Example> examples(Session session, Range range, int limit);
    }

    /** Row work: reading rows and writing them back by compare-and-set. */
    interface RowAccess {
        /** Columns read, those written included. */
        List<Column> reads();

        List<Column> writes();

        /** Rows of the range that still need the work, in key order. */
        List<StoredRow> read(Session session, Range range);

        /** The same of all rows of the range, whatever {@code where} says. */
        List<StoredRow> readAll(Session session, Range range);

        /**
         * Writes rows that are still as they were read.
         *
         * @return rows written; fewer than given if somebody else changed some meanwhile
         */
        int write(Session session, List<RowChange> changes);

        /** Of the given rows, those that somebody else changed since they were read, as they are now. */
        List<StoredRow> reread(Session session, Range range, List<RowChange> changes);

        /** See {@link Target#missingForLargeRows}. */
        List<String> missingForLargeRows(Session session);
    }

    /**
     * A row as it was read.
     *
     * @param values in the order of {@link RowAccess#reads()}
     * @param version opaque; what compare-and-set compares
     */
    record StoredRow(Position key, List<@Nullable Object> values, String version) {
        /** Only the key: values are nobody's business. */
        @Override
        public String toString() {
            return "StoredRow" + key;
        }
    }

    /**
     * @param values in the order of {@link RowAccess#writes()}
     */
    record RowChange(StoredRow row, List<@Nullable Object> values) {
        @Override
        public String toString() {
            return "RowChange" + row.key();
        }
    }

    /** Values are row values: for the report on the operator's terminal, never for a log or a table. */
    record Example(Position key, Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        @Override
        public String toString() {
            return "Example" + key;
        }
    }

    /** Counting what is left or wrong. */
    interface Audit {
        long total(Session session, Range range);

        /** Rows that the backfill's {@code where} still selects; all rows if it has none. */
        long remaining(Session session, Range range);

        List<Position> remainingKeys(Session session, Range range, int limit);

        /**
         * SQL work: rows whose columns differ from their expressions, whatever {@code where} says. A copy: rows that it
         * would still write.
         */
        long differing(Session session, Range range);

        List<Position> differingKeys(Session session, Range range, int limit);
    }

    /** A copy between two databases, step by step. */
    interface Carrying {
        /** See {@link Keyset#next}; needs no session, since another database is asked. */
        @Nullable
        Page next(Range range, int rows);

        /** The range's rows that {@code where} selects, in key order, as the expressions make them. */
        List<CopyRow> read(Range range);

        /** What the transform makes of them; the same rows if there is none. */
        Carried transform(List<CopyRow> rows);

        /**
         * Writes the rows that are missing, and what else {@code on-conflict} says.
         *
         * @return rows written
         */
        int write(Session session, List<CopyRow> rows);
    }

    /**
     * @param rows as they are to be written
     * @param rejected rows that the transform refuses: key to reason
     */
    record Carried(List<CopyRow> rows, Map<Position, String> rejected) {}

    /** What a copy does beside work on a range. */
    interface Copying {
        /** What the expressions give, by column of the other table. */
        Map<String, ValueType> given(Session session);

        /** What the columns of the other table take. */
        Map<String, ValueType> taken(Session session);

        /** The rows that are read and selected by {@code where}, as the other table should have them. */
        Sums read();

        /** The rows of the other table, whoever wrote them. */
        Sums written();
    }

    /** Rows by their checksums, which both tables compute in the same way. Keys are those of the table that is read. */
    interface Sums {
        Sum sum(Session session, Range range);

        /** Key to checksum of the range's first rows, in key order. */
        Map<Position, String> rows(Session session, Range range, int limit);
    }

    /**
     * @param checksum of all rows together, whatever their order
     */
    record Sum(long rows, String checksum) {}

    /** Rows that failed before. */
    interface Retried {
        /**
         * Settles the dead letters of the range, but for those that failed again and are buried as such in this
         * transaction. A row that is gone is settled too.
         *
         * @return dead letters settled
         */
        int settle(Session session, Range range);
    }

    /**
     * @param sql the statement with its parameters as question marks
     * @param plan the database's explanation, for people
     * @param scansTable true if the database would read the whole table for one chunk
     * @param sortsTable true if the database would sort for lack of a fitting index
     */
    record StatementPlan(String sql, String plan, boolean scansTable, boolean sortsTable) {}
}
