package dev.backfill.bench.side;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One statement per row, sent as a JDBC batch. */
final class BatchWriter implements RowLoop.Writer {
    private final PreparedStatement update;

    BatchWriter(Connection connection) throws SQLException {
        this.update = connection.prepareStatement("UPDATE users SET first_name = ?, last_name = ? WHERE id = ?");
    }

    @Override
    public void write(List<RowLoop.Split> rows) throws SQLException {
        for (RowLoop.Split row : rows) {
            update.setString(1, row.first());
            update.setString(2, row.last());
            update.setLong(3, row.id());
            update.addBatch();
        }
        update.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        update.close();
    }
}
