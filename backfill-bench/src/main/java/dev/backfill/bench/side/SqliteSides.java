package dev.backfill.bench.side;

import static dev.backfill.bench.side.Side.Family.SQL;

import dev.backfill.bench.table.Product;
import java.util.List;

/** On SQLite, which has one writer. */
public final class SqliteSides {
    public static final List<Side> SQL_WORK = List.of(
            new Side("sqlite-single", "one UPDATE over the table", SQL, 1, SingleStatement::update),
            new Side("sqlite-bare-1", "range UPDATE, bare JDBC", SQL, 1, Workers.of(RangeLoop.of(Product.SQLITE))),
            new Side("sqlite-ours-1", "this engine, set", SQL, 1, Engine.sql()));

    private SqliteSides() {}
}
