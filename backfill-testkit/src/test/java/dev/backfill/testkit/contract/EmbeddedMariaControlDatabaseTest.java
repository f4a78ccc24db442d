package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and guards do to runs, on a MariaDB server: a class of its own, so that another process can run it. */
class EmbeddedMariaControlDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MariaTestDialect(), MariaServer::start);

    @Nested
    class Control extends ControlContract {}

    @Nested
    class Resuming extends ResumeContract {}

    @Nested
    class Windows extends WindowContract {}

    @Nested
    class Tunes extends TuneContract {}

    @Nested
    class Canaries extends CanaryContract {}

    @Nested
    class StopAll extends StopAllContract {}

    @Nested
    class Concurrency extends ConcurrencyContract {}

    @Nested
    class MovingTable extends MovingTableContract {}

    @Nested
    class VerificationHolds extends VerificationHoldContract {}

    @Nested
    class Ramps extends RampContract {}

    @Nested
    class Guards extends GuardContract {}

    @Nested
    class AbsentDatabases extends AbsentDatabaseContract {}
}
