package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import dev.backfill.testkit.MySqlServer;
import dev.backfill.testkit.PostgresServer;
import dev.backfill.testkit.SqliteServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies within a SQLite file and into one. */
class EmbeddedSqliteCopyDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new SqliteTestDialect(), SqliteServer::start);

    private static final ContractServer POSTGRES = SERVER.beside(new PostgresTestDialect(), PostgresServer::start);
    private static final ContractServer MARIA = SERVER.beside(new MariaTestDialect(), MariaServer::start);

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
    class CopiesFromMaria extends CopyFromContract {
        @Override
        TestDatabase newSource() {
            return MARIA.newDatabase();
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
    class RowsFromPostgres extends CopyFromRowsContract {
        @Override
        TestDatabase newSource() {
            return POSTGRES.newDatabase();
        }
    }

    @Nested
    class TransformsFromPostgres extends CopyFromTransformContract {
        @Override
        TestDatabase newSource() {
            return POSTGRES.newDatabase();
        }
    }
}
