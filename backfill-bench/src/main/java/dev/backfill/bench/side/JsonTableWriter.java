package dev.backfill.bench.side;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** One statement for the whole chunk, rows as a JSON document; MariaDB's. */
final class JsonTableWriter implements RowLoop.Writer {
    private static final String UPDATE =
            """
            UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
                id bigint PATH '$[0]',
                first_name varchar(100) CHARACTER SET utf8mb4 PATH '$[1]',
                last_name varchar(100) CHARACTER SET utf8mb4 PATH '$[2]')) AS v
              STRAIGHT_JOIN users ON users.id = v.id
            SET users.first_name = v.first_name, users.last_name = v.last_name""";

    private final PreparedStatement update;

    JsonTableWriter(Connection connection) throws SQLException {
        this.update = connection.prepareStatement(UPDATE);
    }

    @Override
    public void write(List<RowLoop.Split> rows) throws SQLException {
        List<Object[]> arrays = rows.stream()
                .map(row -> new Object[] {row.id(), row.first(), row.last()})
                .toList();
        update.setString(1, JsonMapper.shared().writeValueAsString(arrays));
        update.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        update.close();
    }
}
