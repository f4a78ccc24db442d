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
              upto varchar(100) NOT NULL,
              changed int NOT NULL,
              done_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
              PRIMARY KEY (worker, chunk)
            )""";

    private final PreparedStatement insert;
    private final int worker;
    private int chunk;

    Checkpoints(Connection connection, int worker) throws SQLException {
        this.insert = connection.prepareStatement(
                "INSERT INTO checkpoint (worker, chunk, upto, changed) VALUES (?, ?, ?, ?)");
        this.worker = worker;
    }

    void add(String upto, int rows) throws SQLException {
        insert.setInt(1, worker);
        insert.setInt(2, ++chunk);
        insert.setString(3, upto);
        insert.setInt(4, rows);
        insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
