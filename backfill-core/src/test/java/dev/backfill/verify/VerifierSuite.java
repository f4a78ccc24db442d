package dev.backfill.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.definition.Backfill;
import dev.backfill.preflight.Fixture;
import dev.backfill.run.Verification.Result;
import dev.backfill.run.Verification.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table of 3000 users for each test, runs on it without the engine, and results. */
abstract class VerifierSuite {
    final Database database = Fixture.open();

    @BeforeEach
    void table() {
        Fixture.users(3000);
    }

    @AfterEach
    void close() {
        database.close();
    }

    final MiniRun run(Backfill.Builder backfill) {
        return new MiniRun(database, backfill.build()).run();
    }

    static void assertResult(Result result, State state, String expected, String actual) {
        assertThat(result.state()).as(result.toString()).isEqualTo(state);
        assertThat(result.expected()).isEqualTo(expected);
        assertThat(result.actual()).isEqualTo(actual);
    }
}
