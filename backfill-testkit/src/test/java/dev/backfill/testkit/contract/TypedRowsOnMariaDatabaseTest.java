package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import dev.backfill.testkit.SqliteServer;
import dev.backfill.testkit.WithoutJsonTables;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row work and copies from another database where rows cannot be given as JSON, and go through a temporary table. */
class TypedRowsOnMariaDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER =
            new ContractServer(new MariaTestDialect(), () -> WithoutJsonTables.before(MariaServer.start()));

    private static final ContractServer SQLITE = SERVER.beside(new SqliteTestDialect(), SqliteServer::start);

    @Nested
    class RowWork extends RowWorkContract {}

    @Nested
    class RowsFromSqlite extends CopyFromRowsContract {
        @Override
        TestDatabase newSource() {
            return SQLITE.newDatabase();
        }
    }
}
