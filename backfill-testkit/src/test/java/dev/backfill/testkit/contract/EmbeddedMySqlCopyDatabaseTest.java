package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import dev.backfill.testkit.MySqlServer;
import dev.backfill.testkit.PostgresServer;
import dev.backfill.testkit.SqliteServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies within an embedded MySQL server and into it. */
class EmbeddedMySqlCopyDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MySqlTestDialect(), MySqlServer::start);

    private static final ContractServer POSTGRES = SERVER.beside(new PostgresTestDialect(), PostgresServer::start);

    private static final ContractServer MARIA = SERVER.beside(new MariaTestDialect(), MariaServer::start);

    private static final ContractServer SQLITE = SERVER.beside(new SqliteTestDialect(), SqliteServer::start);

    @Nested
    class Copies extends CopyContract {}

    @Nested
    class CopiesVerified extends CopyVerificationContract {}

    @Nested
    class CopiesFrom extends CopyFromContract {}

    @Nested
    class CopiesFromPostgres extends CopyFromContract {
        @Override
        TestDatabase newSource() {
            return POSTGRES.newDatabase();
        }
    }

    @Nested
    class CopiesFromMaria extends CopyFromContract {
        @Override
        TestDatabase newSource() {
            return MARIA.newDatabase();
        }
    }

    @Nested
    class CopiesFromSqlite extends CopyFromContract {
        @Override
        TestDatabase newSource() {
            return SQLITE.newDatabase();
        }
    }

    @Nested
    class RowsFromMaria extends CopyFromRowsContract {
        @Override
        TestDatabase newSource() {
            return MARIA.newDatabase();
        }
    }

    @Nested
    class TransformsFromMaria extends CopyFromTransformContract {
        @Override
        TestDatabase newSource() {
            return MARIA.newDatabase();
        }
    }

    @Nested
    class LargeRowsFromSqlite extends MariaLargeCopyContract {
        @Override
        TestDatabase newSource() {
            return SQLITE.newDatabase();
        }
    }
}
