package dev.backfill.testkit.contract;

import dev.backfill.testkit.MySqlServer;
import dev.backfill.testkit.WithoutJsonTables;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row work where rows cannot be given as JSON, and go through a temporary table. */
class TypedRowsOnMySqlDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER =
            new ContractServer(new MySqlTestDialect(), () -> WithoutJsonTables.before(MySqlServer.start()));

    @Nested
    class RowWork extends RowWorkContract {}
}
