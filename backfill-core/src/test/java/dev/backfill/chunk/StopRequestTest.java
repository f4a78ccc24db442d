package dev.backfill.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.chunk.StopRequest.Kind;
import dev.backfill.run.Settings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopRequestTest {
    @ParameterizedTest
    @CsvSource({
        "PAUSE, PAUSE, PAUSE, first",
        "PAUSE, FAIL, PAUSE, first",
        "FAIL, PAUSE, FAIL, first",
        "FAIL, ABORT, FAIL, first",
        "ABORT, PAUSE, ABORT, first",
        "PAUSE, ABORT, ABORT, second",
        "PAUSE, FENCED, FENCED, second",
        "FAIL, FENCED, FENCED, second",
        "ABORT, FENCED, FENCED, second",
        "FENCED, ABORT, FENCED, first",
    })
    void theFirstRequestStaysUnlessItIsOverruled(Kind first, Kind second, Kind stays, String reason)
            throws InterruptedException {
        Controls controls = new Controls(new Settings(null, 1, null));
        controls.stop(new StopRequest(first, "first", null));
        controls.stop(new StopRequest(second, "second", null));

        assertThat(controls.stopRequest()).contains(new StopRequest(stays, reason, null));
        assertThat(controls.enter().admitted()).as("a chunk may begin").isFalse();
    }
}
