package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import java.sql.Connection;
import java.sql.Statement;

/** One statement over the whole table, one transaction. */
final class SingleUpdate {
    private SingleUpdate() {}

    static Side.Task prepare(Copy copy, int workers) {
        return () -> {
            try (Connection connection = copy.connect();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(NameSplit.UPDATE);
                connection.commit();
            }
        };
    }
}
