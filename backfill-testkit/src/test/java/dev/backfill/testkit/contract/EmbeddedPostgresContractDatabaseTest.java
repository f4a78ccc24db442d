package dev.backfill.testkit.contract;

import dev.backfill.testkit.PostgresServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole contract on an embedded server. */
class EmbeddedPostgresContractDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new PostgresTestDialect(), PostgresServer::start);

    @Nested
    class Words extends TestDialectContract {}

    @Nested
    class Keys extends KeyContract {}

    @Nested
    class Names extends NameContract {}

    @Nested
    class SqlWork extends SqlWorkContract {}

    @Nested
    class Isolation extends IsolationContract {}

    @Nested
    class RowWork extends RowWorkContract {}

    @Nested
    class Concurrency extends ConcurrencyContract {}

    @Nested
    class Rehearsal extends RehearsalContract {}

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
    class MovingTable extends MovingTableContract {}

    @Nested
    class Installation extends InstallationContract {}

    @Nested
    class Retries extends RetryContract {}

    @Nested
    class RetryRuns extends RetryRunContract {}

    @Nested
    class Verifying extends VerificationContract {}

    @Nested
    class Guards extends GuardContract {}

    @Nested
    class DeadLetterLimits extends DeadLetterLimitContract {}

    @Nested
    class CanaryRows extends CanaryRowsContract {}

    @Nested
    class Ramps extends RampContract {}

    @Nested
    class RetryLimits extends RetryLimitContract {}

    @Nested
    class GuardTroubles extends GuardTroubleContract {}

    @Nested
    class VerificationHolds extends VerificationHoldContract {}

    @Nested
    class AbsentDatabases extends AbsentDatabaseContract {}

    @Nested
    class GuardSettings extends GuardSettingContract {}

    @Nested
    class RetryFindings extends RetryFindingsContract {}

    @Nested
    class Copies extends CopyContract {}

    @Nested
    class CopiesFrom extends CopyFromContract {}

    @Nested
    class CopyRowsFrom extends CopyFromRowsContract {}

    @Nested
    class CopyTransforms extends CopyFromTransformContract {}

    @Nested
    class CopiesVerified extends CopyVerificationContract {}

    @Nested
    class Matrix extends MatrixContract {}

    @Nested
    class Telling extends TellingContract {}
}
