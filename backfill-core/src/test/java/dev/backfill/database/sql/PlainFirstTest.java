package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainFirstTest {
    private final PlainFirst first = new PlainFirst();

    @Test
    void goesOnAsLongAsNoRowIsMet() {
        for (int chunk = 0; chunk < 3; chunk++) {
            assertThat(first.due()).isTrue();
            first.tried(true);
        }
    }

    @Test
    void triesEverMoreSeldomWhereRowsAreMet() {
        assertThat(IntStream.range(0, 10).map(n -> carefulChunks()).toArray())
                .as("careful chunks between one try and the next")
                .containsExactly(1, 2, 4, 8, 16, 32, 64, 64, 64, 64);
    }

    @Test
    void oneTryThatPassesMakesUpForAllBefore() {
        carefulChunks();
        carefulChunks();
        assertThat(first.due()).isTrue();
        first.tried(true);

        assertThat(first.due()).isTrue();
        first.tried(false);
        assertThat(first.due()).as("the next").isFalse();
        assertThat(first.due()).as("the one behind it").isTrue();
    }

    /** A try that fails, and what follows up to the next one, which is due still. */
    private int carefulChunks() {
        first.tried(false);
        int careful = 0;
        while (!first.due()) {
            careful++;
        }
        return careful;
    }
}
