package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaContainerServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What depends on the server's version and settings, on an older server that flushes to disk as in production. */
class MariaContractContainerTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MariaTestDialect(), MariaContainerServer::start);

    @Nested
    class Keys extends KeyContract {}

    @Nested
    class SqlWork extends SqlWorkContract {}

    @Nested
    class RowWork extends RowWorkContract {}

    @Nested
    class DryRuns extends RehearsalContract {}

    @Nested
    class Installations extends InstallationContract {}
}
