package dev.backfill.bench.side;

import static dev.backfill.bench.side.Side.Family.ROWS;
import static dev.backfill.bench.side.Side.Family.SQL;

import dev.backfill.bench.table.Product;
import java.util.List;

/** On MariaDB, in the order in which a round runs them. */
public final class MariaSides {
    public static final List<Side> SQL_WORK = List.of(
            new Side("maria-sql-single", "one UPDATE over the table", SQL, 1, SingleStatement::update),
            rangeLoop(1),
            rangeLoop(2),
            new Side("maria-sql-ours-1", "this engine, set", SQL, 1, Engine.sql()),
            new Side("maria-sql-ours-2", "this engine, set", SQL, 2, Engine.sql()));

    public static final List<Side> ROW_WORK = List.of(
            rowLoop("maria-rows-bare-1", "read, Java, JSON_TABLE, bare JDBC", 1, JsonTableWriter::new),
            rowLoop("maria-rows-bare-2", "read, Java, JSON_TABLE, bare JDBC", 2, JsonTableWriter::new),
            rowLoop("maria-rows-batch-1", "read, Java, JDBC batch", 1, BatchWriter::new),
            rowLoop("maria-rows-batch-2", "read, Java, JDBC batch", 2, BatchWriter::new),
            new Side("maria-rows-ours-1", "this engine, transform", ROWS, 1, Engine.rows()),
            new Side("maria-rows-ours-2", "this engine, transform", ROWS, 2, Engine.rows()));

    public static final List<Side> COPIES = List.of(
            new Side("maria-copy-single", "one INSERT … SELECT", SQL, 1, SingleStatement::insert),
            new Side("maria-copy-ours-2", "this engine, copy", SQL, 2, Engine.copy()));

    private static Side rangeLoop(int workers) {
        return new Side(
                "maria-sql-bare-" + workers,
                "range UPDATE, bare JDBC",
                SQL,
                workers,
                Workers.of(RangeLoop.of(Product.MARIADB)));
    }

    private static Side rowLoop(String id, String title, int workers, RowLoop.Writers writers) {
        return new Side(id, title, ROWS, workers, Workers.of(RowLoop.with(writers)));
    }

    private MariaSides() {}
}
