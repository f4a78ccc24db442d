package dev.backfill.testkit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On PostgreSQL. */
@Timeout(600)
class KillFaultTest extends KillSuite {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachRowIsCountedOnceHoweverOftenTheProcessIsKilled(boolean ownControl) throws Exception {
        killAgainAndAgain(server.createDatabase(), ownControl ? server.createDatabase() : null);
    }
}
