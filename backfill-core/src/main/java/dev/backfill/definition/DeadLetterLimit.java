package dev.backfill.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many rows a run may leave unchanged before it fails. Immutable. */
public sealed interface DeadLetterLimit {
    /**
     * The most dead letters that are tolerated.
     *
     * @param estimatedRows of the plan; less than none counts as none
     */
    long of(long estimatedRows);

    /** For messages: {@code 100 rows}, or {@code 1000 rows (0.1% of about 1000000)}. */
    String shown(long estimatedRows);

    /** As many rows, however large the table is. */
    record Rows(long rows) implements DeadLetterLimit {
        @Override
        public long of(long estimatedRows) {
            return rows;
        }

        @Override
        public String shown(long estimatedRows) {
            return rows + " rows";
        }

        @Override
        public String toString() {
            return Long.toString(rows);
        }
    }

    /**
     * A share of the planned rows, rounded down.
     *
     * @param percent 0 to 100
     */
    record Share(BigDecimal percent) implements DeadLetterLimit {
        public Share {
            percent = percent.stripTrailingZeros();
        }

        @Override
        public long of(long estimatedRows) {
            return percent.multiply(BigDecimal.valueOf(Math.max(estimatedRows, 0)))
                    .movePointLeft(2)
                    .setScale(0, RoundingMode.DOWN)
                    .longValue();
        }

        @Override
        public String shown(long estimatedRows) {
            return of(estimatedRows) + " rows (" + this + " of about " + Math.max(estimatedRows, 0) + ")";
        }

        @Override
        public String toString() {
            return percent.toPlainString() + "%";
        }
    }
}
