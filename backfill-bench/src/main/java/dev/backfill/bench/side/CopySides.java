package dev.backfill.bench.side;

import static dev.backfill.bench.side.Side.Family.ROWS;
import static dev.backfill.bench.side.Side.Family.SQL;

import java.util.List;

/** Copies that begin on PostgreSQL. */
public final class CopySides {
    public static final List<Side> WITHIN = List.of(
            new Side("copy-single", "one INSERT … SELECT", SQL, 1, SingleStatement::insert),
            new Side("copy-ours-2", "this engine, copy", SQL, 2, Engine.copy()));

    /** Into MariaDB. */
    public static final List<Side> BETWEEN = List.of(
            new Side("between-stock-1", "Spring Batch as in its manual", ROWS, 1, StockSpringBatch::copy),
            new Side("between-ours-1", "this engine, copy", SQL, 1, Engine.copyFrom()),
            new Side("between-ours-2", "this engine, copy", SQL, 2, Engine.copyFrom()));

    private CopySides() {}
}
