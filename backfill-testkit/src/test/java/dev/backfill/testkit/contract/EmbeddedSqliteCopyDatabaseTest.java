package dev.backfill.testkit.contract;

import dev.backfill.testkit.SqliteServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies within a SQLite file. */
class EmbeddedSqliteCopyDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new SqliteTestDialect(), SqliteServer::start);

    @Nested
    class Copies extends CopyContract {}

    @Nested
    class CopiesVerified extends CopyVerificationContract {}
}
