package dev.backfill.bench.side;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A slice of the ids.
 *
 * @param after the id before the first
 * @param end the last id
 */
record KeyRange(long after, long end) {
    /** Slices of equal width over all ids. */
    static List<KeyRange> split(Connection connection, int slices) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT min(id) - 1, max(id) FROM users")) {
            result.next();
            long after = result.getLong(1);
            long end = result.getLong(2);
            long width = (end - after) / slices;
            return LongStream.range(0, slices)
                    .mapToObj(i -> new KeyRange(after + i * width, i == slices - 1 ? end : after + (i + 1) * width))
                    .toList();
        }
    }
}
