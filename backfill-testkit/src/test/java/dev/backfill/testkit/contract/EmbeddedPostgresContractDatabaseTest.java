package dev.backfill.testkit.contract;

import dev.backfill.testkit.DatabaseServer;
import dev.backfill.testkit.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The whole contract on an embedded server. */
class EmbeddedPostgresContractDatabaseTest {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Nested
    class Keys extends KeyContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Names extends NameContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class SqlWork extends SqlWorkContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Copies extends CopyContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Isolation extends IsolationContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class RowWork extends RowWorkContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Rehearsal extends RehearsalContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Control extends ControlContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Windows extends WindowContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Tunes extends TuneContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Canaries extends CanaryContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class StopAll extends StopAllContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class MovingTable extends MovingTableContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Installation extends InstallationContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Retries extends RetryContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Verifying extends VerificationContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Guards extends GuardContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class DeadLetterLimits extends DeadLetterLimitContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class CanaryRows extends CanaryRowsContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class Ramps extends RampContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class RetryLimits extends RetryLimitContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class GuardTroubles extends GuardTroubleContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class VerificationHolds extends VerificationHoldContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class AbsentDatabases extends AbsentDatabaseContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class GuardSettings extends GuardSettingContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class RetryFindings extends RetryFindingsContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class CopiesFrom extends CopyFromContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }

    @Nested
    class CopiesVerified extends CopyVerificationContract {
        @Override
        protected DatabaseServer server() {
            return server;
        }
    }
}
