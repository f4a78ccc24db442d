package dev.backfill.testkit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On MySQL. */
class MySqlKillFaultTest extends KillSuite {
    @Test
    @Timeout(900)
    void eachRowIsCountedOnceHoweverOftenTheProcessIsKilled() throws Exception {
        try (MySqlServer server = MySqlServer.start()) {
            killAgainAndAgain(server.createDatabase(), null);
        }
    }
}
