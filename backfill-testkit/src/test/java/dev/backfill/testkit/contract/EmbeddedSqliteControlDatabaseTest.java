package dev.backfill.testkit.contract;

import dev.backfill.testkit.SqliteServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and guards do to runs on SQLite, whose control data are in another database beside the file. */
class EmbeddedSqliteControlDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new SqliteTestDialect(), SqliteServer::start);

    @Nested
    class Control extends ControlContract {}

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
    class VerificationHolds extends VerificationHoldContract {}

    @Nested
    class Ramps extends RampContract {}

    @Nested
    class Guards extends GuardContract {}
}
