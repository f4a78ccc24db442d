package dev.backfill.database.sql;

import dev.backfill.database.Capabilities;
import dev.backfill.database.sql.JdbcSession.JdbcType;
import dev.backfill.definition.BuiltInGuard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What MariaDB and MySQL, and their drivers, do not have in common. The rest of the dialect is the same for both. */
sealed interface MariaFlavour permits MariaDbFlavour, MySqlFlavour {
    /**
     * The primary knows nothing of how far its replicas are, and nobody tells of the disk. Rows that are no longer seen are
     * the history list's, and no checkpoint keeps the application waiting.
     */
    Set<BuiltInGuard> WITHOUT_SIGNAL = Set.of(
            BuiltInGuard.REPLICATION_LAG,
            BuiltInGuard.REPLICATION_LAG_BYTES,
            BuiltInGuard.DEAD_ROWS,
            BuiltInGuard.CHECKPOINTS,
            BuiltInGuard.DISK);

    /** By the driver that the address asks for. */
    static MariaFlavour of(String url) {
        return url.startsWith(MySqlFlavour.ADDRESS) ? new MySqlFlavour() : new MariaDbFlavour();
    }

    /** For people. */
    String product();

    /** The oldest version that is worked on. */
    String oldest();

    /** Of a server of that version. */
    Capabilities declared(String version);

    /** What the driver is told beside the address: it shall hide nothing, change no value and send one statement at a time. */
    Map<String, String> driver(String url);

    /** An expression's type as the driver tells it, with what it leaves out and without what is not so. */
    JdbcType told(JdbcType type);

    /** The server's number of a connection. */
    long number(Connection connection) throws SQLException;

    /** A statement whose columns the driver can tell without running it. */
    PreparedStatement compile(Connection connection, String sql) throws SQLException;

    /** A statement whose parameters travel apart from it, in the server's own forms. */
    PreparedStatement apart(Connection connection, String sql) throws SQLException;

    /** The limits of a session's next transactions, in one statement. */
    String limits(Duration lock, Duration statement, Duration idle);

    /** True if the server ends every statement in time; otherwise the driver must have it ended. */
    boolean endsStatements();

    /** The statements about the server itself. */
    MariaViews views();

    MariaStatements statements();

    /** What comes of a statement of the resources that creates a table or adds a column, and can be run again. */
    List<String> repeatable(String ddl);
}
