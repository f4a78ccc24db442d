package dev.backfill.testkit.contract;

import dev.backfill.testkit.MySqlServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and guards do to runs, on a MySQL server: a class of its own, so that another process can run it. */
class EmbeddedMySqlControlDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MySqlTestDialect(), MySqlServer::start);

    @Nested
    class Resuming extends ResumeContract {}

    @Nested
    class Tunes extends TuneContract {}

    @Nested
    class StopAll extends StopAllContract {}

    @Nested
    class VerificationHolds extends VerificationHoldContract {}

    @Nested
    class MovingTable extends MovingTableContract {}

    @Nested
    class AbsentDatabases extends AbsentDatabaseContract {}
}
