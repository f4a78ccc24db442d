package dev.backfill.bench.side;

import static dev.backfill.bench.side.Side.Family.ROWS;
import static dev.backfill.bench.side.Side.Family.SQL;

import dev.backfill.bench.table.Product;
import java.util.List;

/** The sides on PostgreSQL, in the order in which a round runs them. */
public final class Sides {
    /** Rows of a chunk of every side but stock Spring Batch: the most that the engine takes by default. */
    static final int CHUNK = 5000;

    public static final List<Side> ALL = List.of(
            new Side("sql-single", "one UPDATE over the table", SQL, 1, SingleStatement::update),
            new Side("sql-procedure", "PL/pgSQL loop with COMMIT", SQL, 1, ProcedureLoop::prepare),
            rangeLoop(1),
            rangeLoop(2),
            new Side("sql-ours-1", "this engine, set", SQL, 1, Engine.sql()),
            new Side("sql-ours-2", "this engine, set", SQL, 2, Engine.sql()),
            unnestLoop(1),
            unnestLoop(2),
            batchLoop(1),
            batchLoop(2),
            new Side("rows-ours-1", "this engine, transform", ROWS, 1, Engine.rows()),
            new Side("rows-ours-2", "this engine, transform", ROWS, 2, Engine.rows()),
            new Side("stock-1", "Spring Batch as in its manual", ROWS, 1, StockSpringBatch::split),
            new Side("stock-2", "Spring Batch as in its manual", ROWS, 2, StockSpringBatch::split));

    private static Side rangeLoop(int workers) {
        return new Side(
                "sql-bare-" + workers,
                "range UPDATE, bare JDBC",
                SQL,
                workers,
                Workers.of(RangeLoop.of(Product.POSTGRESQL)));
    }

    private static Side unnestLoop(int workers) {
        Workers.Loop loop = RowLoop.with(UnnestWriter::new);
        return new Side("rows-bare-" + workers, "read, Java, unnest, bare JDBC", ROWS, workers, Workers.of(loop));
    }

    private static Side batchLoop(int workers) {
        Workers.Loop loop = RowLoop.with(BatchWriter::new);
        return new Side("rows-batch-" + workers, "read, Java, JDBC batch", ROWS, workers, Workers.of(loop));
    }

    private Sides() {}
}
