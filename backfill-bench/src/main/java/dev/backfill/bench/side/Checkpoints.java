package dev.backfill.bench.side;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The row by which a hand-written loop could go on after a crash, written in the chunk's own transaction. */
final class Checkpoints implements AutoCloseable {
    static final String CREATE =
            """
            CREATE TABLE checkpoint (
              worker int,
              chunk int,
              upto bigint NOT NULL,
              rows int NOT NULL,
              at timestamptz NOT NULL DEFAULT now(),
              PRIMARY KEY (worker, chunk)
            )""";

    private final PreparedStatement insert;
    private final int worker;
    private int chunk;

    Checkpoints(Connection connection, int worker) throws SQLException {
        this.insert =
                connection.prepareStatement("INSERT INTO checkpoint (worker, chunk, upto, rows) VALUES (?, ?, ?, ?)");
        this.worker = worker;
    }

    void add(long upto, int rows) throws SQLException {
        insert.setInt(1, worker);
        insert.setInt(2, ++chunk);
        insert.setLong(3, upto);
        insert.setInt(4, rows);
        insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
