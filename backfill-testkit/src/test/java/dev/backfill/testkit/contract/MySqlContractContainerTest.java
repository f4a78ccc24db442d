package dev.backfill.testkit.contract;

import dev.backfill.testkit.MySqlContainerServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What depends on the server's version and settings, on whichever version the image has, with a binary log and TLS. */
class MySqlContractContainerTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MySqlTestDialect(), MySqlContainerServer::start);

    @Nested
    class SqlWork extends SqlWorkContract {}

    @Nested
    class Installations extends InstallationContract {}
}
