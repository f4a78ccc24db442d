package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health.Standby;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configured replicas, asked one after another. Used by one thread. */
final class MariaReplicas implements AutoCloseable {
    private static final String STATUS = MariaSession.MARK + "SHOW ALL SLAVES STATUS";

    private final Map<String, HealthConnection> connections = new LinkedHashMap<>();

    MariaReplicas(List<DatabaseSettings> replicas) {
        replicas.forEach(settings -> connections.put(settings.name(), new MariaHealthConnection(settings)));
    }

    List<Standby> read() {
        List<Standby> standbys = new ArrayList<>();
        connections.forEach((name, connection) -> standbys.add(new Standby(name, 0, lag(name, connection))));
        return standbys;
    }

    private static double lag(String name, HealthConnection replica) {
        try {
            return replica.look(MariaReplicas::lag);
        } catch (DatabaseException e) {
            throw new DatabaseException(
                    e.failureClass(), e.sqlState(), "replica " + name + ": " + e.getMessage(), false, e);
        }
    }

    /** Of several primaries that it follows, the one that it is furthest behind. */
    private static double lag(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet rows = statement.executeQuery(STATUS)) {
            double lag = -1;
            while (rows.next()) {
                double seconds = rows.getDouble("Seconds_Behind_Master");
                if (rows.wasNull()) {
                    throw refused("its replication stands still");
                }
                lag = Math.max(lag, seconds);
            }
            if (lag < 0) {
                throw refused("the server is no replica; it follows nobody");
            }
            return lag;
        }
    }

    private static DatabaseException refused(String message) {
        return new DatabaseException(FailureClass.DEFINITIVE, null, message, false, null);
    }

    @Override
    public void close() {
        connections.values().forEach(HealthConnection::close);
    }
}
