package dev.backfill.testkit.contract;

import dev.backfill.testkit.DatabaseServer;
import dev.backfill.testkit.PostgresContainerServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** What depends on the server's version, collation and settings, on a server as in production. */
class PostgresContractContainerTest {
    private static @Nullable PostgresContainerServer running;

    /** On first use and not before all: only so does each test say in the report why it was skipped. */
    private static DatabaseServer running() {
        PostgresContainerServer server = running == null ? PostgresContainerServer.start() : running;
        running = server;
        return server;
    }

    @AfterAll
    static void stopServer() {
        if (running != null) {
            running.close();
        }
    }

    @Nested
    class Keys extends KeyContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class SqlWork extends SqlWorkContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class Isolation extends IsolationContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class RowWork extends RowWorkContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class Retries extends RetryContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class DryRuns extends RehearsalContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class MovingTables extends MovingTableContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class Installations extends InstallationContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }

    @Nested
    class Guards extends GuardContract {
        @Override
        protected DatabaseServer server() {
            return running();
        }
    }
}
