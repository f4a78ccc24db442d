package dev.backfill.bench;

import java.util.Optional;

/**
 * One side against the usual ones, by the medians of rows per second. Empty where there is nothing to compare with.
 *
 * @param single against one UPDATE over the table
 * @param bare against the hand-written loop for the same kind of work with as many workers
 * @param stock against stock Spring Batch with as many workers
 */
record Ratios(Optional<Double> single, Optional<Double> bare, Optional<Double> stock) {
    static Ratios of(Result result, Figures figures) {
        String bare =
                switch (figures.side().family()) {
                    case SQL -> "sql-bare";
                    case ROWS -> "rows-bare";
                };
        return new Ratios(
                result.find("sql-single").map(figures::ratioTo),
                result.peer(figures, bare).map(figures::ratioTo),
                result.peer(figures, "stock").map(figures::ratioTo));
    }
}
