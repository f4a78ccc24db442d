package dev.backfill.bench.side;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** SQL work by hand: find the chunk's end, update the key range, leave a checkpoint, commit. */
final class RangeLoop {
    private static final String FIND =
            "SELECT id FROM users WHERE id > ? AND id <= ? ORDER BY id OFFSET " + (Sides.CHUNK - 1) + " LIMIT 1";
    private static final String UPDATE = NameSplit.UPDATE + " AND id > ? AND id <= ?";

    private RangeLoop() {}

    static void run(Connection connection, int worker, KeyRange range) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND);
                PreparedStatement update = connection.prepareStatement(UPDATE);
                Checkpoints checkpoints = new Checkpoints(connection, worker)) {
            long done = range.after();
            while (done < range.end()) {
                long upto = upto(find, done, range.end());
                update.setLong(1, done);
                update.setLong(2, upto);
                checkpoints.add(upto, update.executeUpdate());
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
