package dev.backfill.bench.side;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Row work by hand: read a chunk, split in Java, write it back, leave a checkpoint, commit. Unlike the engine it does
 * not notice a row that the application changes between the read and the write.
 */
final class RowLoop {
    private static final String READ = "SELECT id, full_name FROM users WHERE id > ? AND id <= ? AND " + NameSplit.WHERE
            + " ORDER BY id LIMIT " + Sides.CHUNK;

    private RowLoop() {}

    /** The values of one row to be written. */
    record Split(long id, String first, String last) {}

    /** Writes rows back. One per connection. */
    interface Writer extends AutoCloseable {
        void write(List<Split> rows) throws SQLException;

        @Override
        void close() throws SQLException;
    }

    @FunctionalInterface
    interface Writers {
        Writer open(Connection connection) throws SQLException;
    }

    static Workers.Loop with(Writers writers) {
        return (connection, worker, range) -> {
            try (PreparedStatement read = connection.prepareStatement(READ);
                    Writer writer = writers.open(connection);
                    Checkpoints checkpoints = new Checkpoints(connection, worker)) {
                List<Split> rows = read(read, range.after(), range.end());
                while (!rows.isEmpty()) {
                    writer.write(rows);
                    long upto = rows.get(rows.size() - 1).id();
                    checkpoints.add(String.valueOf(upto), rows.size());
                    connection.commit();
                    rows = rows.size() < Sides.CHUNK ? List.of() : read(read, upto, range.end());
                }
            }
        };
    }

    private static List<Split> read(PreparedStatement read, long after, long end) throws SQLException {
        read.setLong(1, after);
        read.setLong(2, end);
        List<Split> rows = new ArrayList<>(Sides.CHUNK);
        try (ResultSet result = read.executeQuery()) {
            while (result.next()) {
                String name = result.getString(2);
                rows.add(new Split(result.getLong(1), NameSplit.first(name), NameSplit.last(name)));
            }
        }
        return rows;
    }
}
