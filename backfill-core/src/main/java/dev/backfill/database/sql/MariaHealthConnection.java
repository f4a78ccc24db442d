package dev.backfill.database.sql;

import dev.backfill.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Looks at a server of MariaDB or MySQL. */
final class MariaHealthConnection extends HealthConnection {
    /** How long a look that is stuck may hold its transaction. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final MariaFlavour flavour;
    private final MariaFailures failures;
    private final String url;

    MariaHealthConnection(DatabaseSettings settings) {
        this(settings, new MariaFailures(settings.name()));
    }

    private MariaHealthConnection(DatabaseSettings settings, MariaFailures failures) {
        super(settings, failures);
        this.flavour = MariaFlavour.of(settings.url());
        this.failures = failures;
        this.url = settings.url();
    }

    @Override
    void configure(Properties properties) {
        properties.setProperty("connectTimeout", Long.toString(SILENCE.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(SILENCE.toMillis()));
        flavour.driver(url).forEach(properties::setProperty);
    }

    /** Ends what may be open, sets the limits, and begins: the session keeps no transaction between two looks. */
    @Override
    void limit(Connection open, boolean readOnly) throws SQLException {
        MariaSessions.add(url, flavour, open);
        MariaTransactions.execute(open, flavour.statements().greeting());
        MariaTransactions.execute(open, flavour.limits(LIMIT, LIMIT, IDLE));
        MariaTransactions.execute(open, "START TRANSACTION " + (readOnly ? "READ ONLY" : "READ WRITE"));
    }

    @Override
    JdbcSession session(Connection open) {
        return new MariaSession(open, failures, JdbcSession.Guard.NONE, flavour, LIMIT, new MariaSending());
    }
}
