package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies within a database: the contract on an embedded MariaDB server. */
class EmbeddedMariaCopyDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MariaTestDialect(), MariaServer::start);

    @Nested
    class Copies extends CopyContract {}

    @Nested
    class CopiesVerified extends CopyVerificationContract {}
}
