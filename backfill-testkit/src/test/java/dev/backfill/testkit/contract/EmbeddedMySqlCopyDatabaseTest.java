package dev.backfill.testkit.contract;

import dev.backfill.testkit.MySqlServer;
import dev.backfill.testkit.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies within an embedded MySQL server and into it. */
class EmbeddedMySqlCopyDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MySqlTestDialect(), MySqlServer::start);

    private static final ContractServer POSTGRES = new ContractServer(new PostgresTestDialect(), PostgresServer::start);

    @AfterAll
    static void stop() {
        POSTGRES.stop();
    }

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
}
