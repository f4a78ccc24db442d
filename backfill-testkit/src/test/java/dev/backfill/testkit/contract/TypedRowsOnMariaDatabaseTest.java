package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import dev.backfill.testkit.WithoutJsonTables;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row work where rows cannot be given as JSON, and go through a temporary table. */
class TypedRowsOnMariaDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER =
            new ContractServer(new MariaTestDialect(), () -> WithoutJsonTables.before(MariaServer.start()));

    @Nested
    class RowWork extends RowWorkContract {}
}
