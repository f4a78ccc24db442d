package dev.backfill.definition;

import java.util.List;
import java.util.Map;

/**
 * Changes one row in Java, where it is or on its way into another database. Called by several threads at once, and again for
 * a row whose chunk was rolled back or that the application changed meanwhile; so it must be thread-safe, must depend on
 * nothing but the row, and must have no effect but its answer.
 *
 * <p>Values have the type that JDBC 4.2 gives to the column's type: {@code String} for text, JSON and everything
 * without a type of its own, {@code Integer}, {@code Long}, {@code Short}, {@code BigDecimal}, {@code Double}, {@code
 * Float}, {@code Boolean}, {@code byte[]}, {@code java.util.UUID}, {@code LocalDate}, {@code LocalTime}, {@code
 * LocalDateTime}, {@code OffsetDateTime}. SQL NULL is {@code null}.
 *
 * <p>In a copy the columns are those of the table that is written, with the values that the definition's expressions give:
 * whole numbers are {@code Long}, or {@code BigInteger} where that is too small.
 */
public interface Transform {
    /** Columns the answer depends on, as the catalog spells them. */
    List<String> reads();

    /** Columns that {@link Outcome.Changed} may set, as the catalog spells them; never empty. */
    List<String> writes();

    /**
     * @return what to do with the row
     * @throws RuntimeException taken as a rejection of this row, as are a stack overflow and a failed assertion; only the
     *     class name is kept, because the message may quote the row
     */
    Outcome apply(Row row);

    /** The answer for one row. */
    sealed interface Outcome {
        /**
         * Set these columns; written columns that are missing here keep their value. A row that already has these
         * values is not written.
         */
        record Changed(Map<String, ? extends @org.jspecify.annotations.Nullable Object> values) implements Outcome {}

        /** The row is right as it is; in a copy it is written as it was read. */
        record Unchanged() implements Outcome {}

        /**
         * The row cannot be changed; it becomes a dead letter.
         *
         * @param reason shown to people and stored; must not quote the row's values
         */
        record Rejected(String reason) implements Outcome {}
    }
}
