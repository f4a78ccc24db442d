package dev.backfill.testkit.contract;

import dev.backfill.testkit.MySqlServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens to rows: the contract on an embedded MySQL server, but for copies and what is tried with statements of
 * PostgreSQL's. What is not here runs on MariaDB alone, whose dialect this is: the matrix and the like take minutes.
 */
class EmbeddedMySqlContractDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MySqlTestDialect(), MySqlServer::start);

    @Nested
    class Words extends TestDialectContract {}

    @Nested
    class Keys extends KeyContract {}

    @Nested
    class SqlWork extends SqlWorkContract {}

    @Nested
    class RowWork extends RowWorkContract {}

    @Nested
    class Rehearsal extends RehearsalContract {}

    @Nested
    class Installation extends InstallationContract {}

    @Nested
    class RetryRuns extends RetryRunContract {}

    @Nested
    class Verifying extends VerificationContract {}

    @Nested
    class DeadLetterLimits extends DeadLetterLimitContract {}

    @Nested
    class RetryFindings extends RetryFindingsContract {}

    @Nested
    class Names extends NameContract {}

    @Nested
    class CanaryRows extends CanaryRowsContract {}

    @Nested
    class Telling extends TellingContract {}
}
