package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on an embedded MariaDB server, but for copies and what is tried with statements of PostgreSQL's. */
class EmbeddedMariaContractDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MariaTestDialect(), MariaServer::start);

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
    class VerificationHolds extends VerificationHoldContract {}

    @Nested
    class AbsentDatabases extends AbsentDatabaseContract {}

    @Nested
    class RetryFindings extends RetryFindingsContract {}

    @Nested
    class Matrix extends MatrixContract {}

    @Nested
    class RandomRuns extends RandomRunContract {}
}
