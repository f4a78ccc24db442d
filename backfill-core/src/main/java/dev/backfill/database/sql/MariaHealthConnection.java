package dev.backfill.database.sql;

import dev.backfill.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;

/** Looks at a MariaDB server. */
final class MariaHealthConnection extends HealthConnection {
    /** How long a look that is stuck may hold its transaction, in seconds. */
    private static final int IDLE = 10;

    private final MariaFailures failures;
    private final String url;

    MariaHealthConnection(DatabaseSettings settings) {
        this(settings, new MariaFailures(settings.name()));
    }

    private MariaHealthConnection(DatabaseSettings settings, MariaFailures failures) {
        super(settings, failures);
        this.failures = failures;
        this.url = settings.url();
    }

    @Override
    void configure(Properties properties) {
        properties.setProperty("connectTimeout", Long.toString(SILENCE.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(SILENCE.toMillis()));
        properties.setProperty("allowMultiQueries", "false");
    }

    /** Ends what may be open, sets the limits, and begins: the session keeps no transaction between two looks. */
    @Override
    void limit(Connection open, boolean readOnly) throws SQLException {
        MariaSessions.add(url, open);
        double seconds = LIMIT.toMillis() / 1000.0;
        MariaTransactions.execute(open, MariaTransactions.SESSION);
        MariaTransactions.execute(
                open,
                String.format(
                        Locale.ROOT,
                        "SET SESSION innodb_lock_wait_timeout = 1, lock_wait_timeout = 1, max_statement_time = %.3f,"
                                + " idle_transaction_timeout = %d",
                        seconds,
                        IDLE));
        MariaTransactions.execute(open, "START TRANSACTION " + (readOnly ? "READ ONLY" : "READ WRITE"));
    }

    @Override
    JdbcSession session(Connection open) {
        return new MariaSession(open, failures, JdbcSession.Guard.NONE);
    }
}
