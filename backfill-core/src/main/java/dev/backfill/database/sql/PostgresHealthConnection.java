package dev.backfill.database.sql;

import dev.backfill.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;

/** Looks at a PostgreSQL server. */
final class PostgresHealthConnection extends HealthConnection {
    private static final String LIMITS =
            """
            SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true),
                   set_config('idle_in_transaction_session_timeout', '10s', true),
                   set_config('jit', 'off', true), set_config('transaction_read_only', ?, true)""";

    private final PostgresFailures failures;

    PostgresHealthConnection(DatabaseSettings settings) {
        this(settings, new PostgresFailures(settings.name()));
    }

    private PostgresHealthConnection(DatabaseSettings settings, PostgresFailures failures) {
        super(settings, failures);
        this.failures = failures;
    }

    @Override
    void configure(Properties properties) {
        properties.setProperty("ApplicationName", "backfill");
        properties.setProperty("connectTimeout", Long.toString(SILENCE.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
    }

    @Override
    void limit(Connection open, boolean readOnly) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(LIMITS)) {
            statement.setString(1, LIMIT.toMillis() + "ms");
            statement.setString(2, LIMIT.toMillis() / 2 + "ms");
            statement.setString(3, readOnly ? "on" : "off");
            statement.execute();
        }
    }

    @Override
    JdbcSession session(Connection open) {
        return new PostgresSession(open, failures, JdbcSession.Guard.NONE);
    }
}
