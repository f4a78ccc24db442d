package dev.backfill.testkit.contract;

import dev.backfill.testkit.PostgresContainerServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What depends on the server's version, collation and settings, on a server as in production. */
class PostgresContractContainerTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new PostgresTestDialect(), PostgresContainerServer::start);

    @Nested
    class Keys extends KeyContract {}

    @Nested
    class SqlWork extends SqlWorkContract {}

    @Nested
    class DryRuns extends RehearsalContract {}

    @Nested
    class Installations extends InstallationContract {}

    @Nested
    class Guards extends GuardContract {}

    @Nested
    class Windows extends WindowContract {}

    @Nested
    class StopAll extends StopAllContract {}

    @Nested
    class Tunes extends TuneContract {}

    @Nested
    class Canaries extends CanaryContract {}
}
