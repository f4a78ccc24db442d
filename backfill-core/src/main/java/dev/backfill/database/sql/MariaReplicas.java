package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health.Standby;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configured replicas, asked one after another. Used by one thread. */
final class MariaReplicas implements AutoCloseable {
    private static final String BEHIND = "Seconds_Behind_";
    private static final int SYNTAX = 1064;

    private final Map<String, HealthConnection> connections = new LinkedHashMap<>();
    private final Map<String, List<String>> statements = new HashMap<>();

    MariaReplicas(List<DatabaseSettings> replicas) {
        replicas.forEach(settings -> {
            connections.put(settings.name(), new MariaHealthConnection(settings));
            statements.put(
                    settings.name(), MariaFlavour.of(settings.url()).views().replication());
        });
    }

    List<Standby> read() {
        List<Standby> standbys = new ArrayList<>();
        connections.forEach((name, connection) -> standbys.add(new Standby(name, 0, lag(name, connection))));
        return standbys;
    }

    private double lag(String name, HealthConnection replica) {
        try {
            return replica.look(open -> lag(open, statements.getOrDefault(name, List.of())));
        } catch (DatabaseException e) {
            throw new DatabaseException(
                    e.failureClass(), e.sqlState(), "replica " + name + ": " + e.getMessage(), false, e);
        }
    }

    /** Of several primaries that it follows, the one that it is furthest behind. */
    private static double lag(Connection open, List<String> statements) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet rows = statement.executeQuery(MariaSession.MARK + statements.get(0))) {
            int column = behind(rows.getMetaData());
            double lag = -1;
            while (rows.next()) {
                double seconds = rows.getDouble(column);
                if (rows.wasNull()) {
                    throw refused("its replication stands still");
                }
                lag = Math.max(lag, seconds);
            }
            if (lag < 0) {
                throw refused("the server is no replica; it follows nobody");
            }
            return lag;
        } catch (SQLException e) {
            if (e.getErrorCode() != SYNTAX || statements.size() == 1) {
                throw e;
            }
            return lag(open, statements.subList(1, statements.size()));
        }
    }

    private static int behind(ResultSetMetaData columns) throws SQLException {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (columns.getColumnLabel(i).startsWith(BEHIND)) {
                return i;
            }
        }
        throw refused("the server does not say how far it is behind");
    }

    private static DatabaseException refused(String message) {
        return new DatabaseException(FailureClass.DEFINITIVE, null, message, false, null);
    }

    @Override
    public void close() {
        connections.values().forEach(HealthConnection::close);
    }
}
