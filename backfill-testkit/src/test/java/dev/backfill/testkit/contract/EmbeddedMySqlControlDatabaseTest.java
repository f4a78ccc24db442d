package dev.backfill.testkit.contract;

import dev.backfill.testkit.MySqlServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What people and guards do to runs, on a MySQL server: a class of its own, so that another process can run it. What is the
 * engine's alone runs on MariaDB.
 */
class EmbeddedMySqlControlDatabaseTest {
    @RegisterExtension
    static final ContractServer SERVER = new ContractServer(new MySqlTestDialect(), MySqlServer::start);

    @Nested
    class Resuming extends ResumeContract {}

    @Nested
    class Control extends ControlContract {}

    @Nested
    class Guards extends GuardContract {}

    @Nested
    class Isolation extends IsolationContract {}

    @Nested
    class AbsentDatabases extends AbsentDatabaseContract {}
}
