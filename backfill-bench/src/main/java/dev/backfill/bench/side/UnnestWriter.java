package dev.backfill.bench.side;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One statement for the whole chunk, columns as arrays. */
final class UnnestWriter implements RowLoop.Writer {
    private static final String UPDATE =
            """
            UPDATE users SET first_name = v.first_name, last_name = v.last_name
            FROM unnest(?::bigint[], ?::text[], ?::text[]) AS v(id, first_name, last_name)
            WHERE users.id = v.id""";

    private final Connection connection;
    private final PreparedStatement update;

    UnnestWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.update = connection.prepareStatement(UPDATE);
    }

    @Override
    public void write(List<RowLoop.Split> rows) throws SQLException {
        Array ids = connection.createArrayOf(
                "int8", rows.stream().map(RowLoop.Split::id).toArray(Long[]::new));
        Array firsts = connection.createArrayOf(
                "text", rows.stream().map(RowLoop.Split::first).toArray(String[]::new));
        Array lasts = connection.createArrayOf(
                "text", rows.stream().map(RowLoop.Split::last).toArray(String[]::new));
        update.setArray(1, ids);
        update.setArray(2, firsts);
        update.setArray(3, lasts);
        update.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        update.close();
    }
}
