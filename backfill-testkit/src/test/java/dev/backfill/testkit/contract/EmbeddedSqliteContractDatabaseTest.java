package dev.backfill.testkit.contract;

import dev.backfill.testkit.SqliteServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to rows: the contract on SQLite, but for copies and what is tried with statements of PostgreSQL's. */
class EmbeddedSqliteContractDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new SqliteTestDialect(), SqliteServer::start);

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
    class Rehearsal extends RehearsalContract {}

    @Nested
    class Installation extends InstallationContract {}

    @Nested
    class Retries extends RetryContract {}

    @Nested
    class RetryRuns extends RetryRunContract {}

    @Nested
    class Verifying extends VerificationContract {}

    @Nested
    class DeadLetterLimits extends DeadLetterLimitContract {}

    @Nested
    class CanaryRows extends CanaryRowsContract {}

    @Nested
    class RetryFindings extends RetryFindingsContract {}

    @Nested
    class Matrix extends MatrixContract {}

    @Nested
    class Telling extends TellingContract {}
}
