package dev.backfill.bench.side;

import dev.backfill.bench.table.Product;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** SQL work by hand: find the chunk's end, update the key range, leave a checkpoint, commit. */
final class RangeLoop {
    private static final String FIND =
            "SELECT id FROM users WHERE id > ? AND id <= ? ORDER BY id LIMIT 1 OFFSET " + (Sides.CHUNK - 1);

    private RangeLoop() {}

    static Workers.Loop of(Product product) {
        String update = NameSplit.update(product) + " AND id > ? AND id <= ?";
        return (connection, worker, range) -> run(connection, worker, range, update);
    }

    private static void run(Connection connection, int worker, KeyRange range, String sql) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND);
                PreparedStatement update = connection.prepareStatement(sql);
                Checkpoints checkpoints = new Checkpoints(connection, worker)) {
            long done = range.after();
            while (done < range.end()) {
                long upto = upto(find, done, range.end());
                update.setLong(1, done);
                update.setLong(2, upto);
                checkpoints.add(String.valueOf(upto), update.executeUpdate());
                connection.commit();
                done = upto;
            }
        }
    }

    private static long upto(PreparedStatement find, long done, long end) throws SQLException {
        find.setLong(1, done);
        find.setLong(2, end);
        try (ResultSet result = find.executeQuery()) {
            return result.next() ? result.getLong(1) : end;
        }
    }
}
