package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import dev.backfill.testkit.MySqlServer;
import dev.backfill.testkit.PostgresServer;
import dev.backfill.testkit.SqliteServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies within an embedded MariaDB server and into it. */
class EmbeddedMariaCopyDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MariaTestDialect(), MariaServer::start);

    private static final ContractServer POSTGRES = SERVER.beside(new PostgresTestDialect(), PostgresServer::start);

    private static final ContractServer SQLITE = SERVER.beside(new SqliteTestDialect(), SqliteServer::start);

    private static final ContractServer MYSQL = SERVER.beside(new MySqlTestDialect(), MySqlServer::start);

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
    class CopiesFromSqlite extends CopyFromContract {
        @Override
        TestDatabase newSource() {
            return SQLITE.newDatabase();
        }
    }

    @Nested
    class CopiesFromMySql extends CopyFromContract {
        @Override
        TestDatabase newSource() {
            return MYSQL.newDatabase();
        }
    }

    @Nested
    class RowsFromMySql extends CopyFromRowsContract {
        @Override
        TestDatabase newSource() {
            return MYSQL.newDatabase();
        }
    }

    @Nested
    class TransformsFromPostgres extends CopyFromTransformContract {
        @Override
        TestDatabase newSource() {
            return POSTGRES.newDatabase();
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
