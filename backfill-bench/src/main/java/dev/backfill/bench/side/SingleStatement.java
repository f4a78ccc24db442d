package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One statement over the whole table, one transaction. */
final class SingleStatement {
    private SingleStatement() {}

    static Side.Task update(Copy copy, int workers) {
        return () -> run(copy, NameSplit.update(copy.product()));
    }

    static Side.Task insert(Copy copy, int workers) {
        return () -> run(copy, PeopleCopy.insert(copy.product()));
    }

    private static void run(Copy copy, String sql) throws SQLException {
        try (Connection connection = copy.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
            connection.commit();
        }
    }
}
