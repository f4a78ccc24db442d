package dev.backfill.bench.side;

import static dev.backfill.bench.side.Side.Family.ROWS;
import static dev.backfill.bench.side.Side.Family.SQL;

import java.util.List;

/** All sides, in the order in which a round runs them. */
public final class Sides {
    /** Rows of a chunk of every side but stock Spring Batch: the most that the engine takes by default. */
    static final int CHUNK = 5000;

    public static final List<Side> ALL = List.of(
            new Side("sql-single", "one UPDATE over the table", SQL, 1, SingleUpdate::prepare),
            new Side("sql-procedure", "PL/pgSQL loop with COMMIT", SQL, 1, ProcedureLoop::prepare),
            new Side("sql-bare-1", "range UPDATE, bare JDBC", SQL, 1, Workers.of(RangeLoop::run)),
            new Side("sql-bare-2", "range UPDATE, bare JDBC", SQL, 2, Workers.of(RangeLoop::run)),
            new Side(
                    "rows-bare-1",
                    "read, Java, unnest, bare JDBC",
                    ROWS,
                    1,
                    Workers.of(RowLoop.with(UnnestWriter::new))),
            new Side(
                    "rows-bare-2",
                    "read, Java, unnest, bare JDBC",
                    ROWS,
                    2,
                    Workers.of(RowLoop.with(UnnestWriter::new))),
            new Side("rows-batch-1", "read, Java, JDBC batch", ROWS, 1, Workers.of(RowLoop.with(BatchWriter::new))),
            new Side("rows-batch-2", "read, Java, JDBC batch", ROWS, 2, Workers.of(RowLoop.with(BatchWriter::new))),
            new Side("stock-1", "Spring Batch as in its manual", ROWS, 1, StockSpringBatch::prepare),
            new Side("stock-2", "Spring Batch as in its manual", ROWS, 2, StockSpringBatch::prepare));

    private Sides() {}
}
