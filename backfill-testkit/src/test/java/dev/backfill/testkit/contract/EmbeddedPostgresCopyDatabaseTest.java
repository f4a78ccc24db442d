package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import dev.backfill.testkit.MySqlServer;
import dev.backfill.testkit.PostgresServer;
import dev.backfill.testkit.SqliteServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies from other kinds of databases into an embedded PostgreSQL server. */
class EmbeddedPostgresCopyDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new PostgresTestDialect(), PostgresServer::start);

    private static final ContractServer MARIA = SERVER.beside(new MariaTestDialect(), MariaServer::start);

    private static final ContractServer SQLITE = SERVER.beside(new SqliteTestDialect(), SqliteServer::start);

    private static final ContractServer MYSQL = SERVER.beside(new MySqlTestDialect(), MySqlServer::start);

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
    class CopiesFromMySql extends CopyFromContract {
        @Override
        TestDatabase newSource() {
            return MYSQL.newDatabase();
        }
    }

    @Nested
    class RowsFromSqlite extends CopyFromRowsContract {
        @Override
        TestDatabase newSource() {
            return SQLITE.newDatabase();
        }
    }

    @Nested
    class TransformsFromSqlite extends CopyFromTransformContract {
        @Override
        TestDatabase newSource() {
            return SQLITE.newDatabase();
        }
    }
}
