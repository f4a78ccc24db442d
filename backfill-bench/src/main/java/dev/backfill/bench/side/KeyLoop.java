package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.table.Product;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@link RangeLoop} does, by a key of any columns, on PostgreSQL, with one worker. */
final class KeyLoop {
    private final String find;
    private final String update;
    private final String after;
    private final String upto;
    private final int width;

    private KeyLoop(List<String> columns, List<String> types) {
        String key = "(" + String.join(", ", columns) + ")";
        String values = types.stream().map(type -> "?::" + type).collect(Collectors.joining(", ", "(", ")"));
        this.width = columns.size();
        this.find = "SELECT " + String.join(", ", columns) + " FROM users WHERE %s ORDER BY "
                + String.join(", ", columns) + " LIMIT 1 OFFSET " + (Sides.CHUNK - 1);
        this.update = NameSplit.update(Product.POSTGRESQL) + " AND %s";
        this.after = key + " > " + values;
        this.upto = key + " <= " + values;
    }

    /**
     * @param types of the columns
     */
    static Side.Preparation by(List<String> columns, List<String> types) {
        KeyLoop loop = new KeyLoop(columns, types);
        return (copy, workers) -> {
            copy.execute(Checkpoints.CREATE);
            return () -> loop.run(copy);
        };
    }

    private void run(Copy copy) throws SQLException {
        try (Connection connection = copy.connect();
                Checkpoints checkpoints = new Checkpoints(connection, 0)) {
            List<String> done = List.of();
            do {
                List<String> end = find(connection, done);
                int rows = update(connection, done, end);
                checkpoints.add(String.join(" ", end), rows);
                connection.commit();
                done = end;
            } while (!done.isEmpty());
        }
    }

    /** The key of the chunk's last row; empty if there are fewer rows. */
    private List<String> find(Connection connection, List<String> done) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(find.formatted(range(done, List.of())))) {
            bind(statement, 0, done);
            try (ResultSet result = statement.executeQuery()) {
                List<String> key = new ArrayList<>();
                if (result.next()) {
                    for (int i = 1; i <= width; i++) {
                        key.add(result.getString(i));
                    }
                }
                return key;
            }
        }
    }

    private int update(Connection connection, List<String> done, List<String> end) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update.formatted(range(done, end)))) {
            bind(statement, bind(statement, 0, done), end);
            return statement.executeUpdate();
        }
    }

    private String range(List<String> done, List<String> end) {
        return (done.isEmpty() ? "true" : after) + (end.isEmpty() ? "" : " AND " + upto);
    }

    private static int bind(PreparedStatement statement, int from, List<String> key) throws SQLException {
        for (int i : IntStream.range(0, key.size()).toArray()) {
            statement.setString(from + i + 1, key.get(i));
        }
        return from + key.size();
    }
}
