package dev.backfill.batch;

import dev.backfill.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Spring Batch's transactions on its metadata, which by themselves wait for ever: a process that was suspended in one would
 * keep its successor from ever beginning.
 */
final class LimitedTransactions extends JdbcTransactionManager {
    private static final long serialVersionUID = 1;

    private final transient Database.Home home;

    LimitedTransactions(Database.Home home) {
        super(home.dataSource());
        this.home = home;
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
            throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        home.limit(connection);
    }
}
