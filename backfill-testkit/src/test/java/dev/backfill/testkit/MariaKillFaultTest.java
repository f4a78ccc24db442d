package dev.backfill.testkit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On MariaDB. */
class MariaKillFaultTest extends KillSuite {
    @Test
    @Timeout(900)
    void eachRowIsCountedOnceHoweverOftenTheProcessIsKilled() throws Exception {
        try (MariaServer server = MariaServer.start()) {
            killAgainAndAgain(server.createDatabase(), null);
        }
    }
}
