package dev.backfill.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Range;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.run.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkFailuresTest {
    private final DatabaseException locked =
            new DatabaseException(FailureClass.CONTENTION, "55P03", "lock timeout", false, null);
    private final DatabaseException cancelled = new DatabaseException(
                    FailureClass.CONTENTION, "57014", "canceling statement due to user request", false, null)
            .asCancelled();

    private long now;
    private final Controls controls = new Controls(new Settings(null, 2, null));
    private final Slice slice = new Slice(() -> now);
    private final ChunkFailures failures = new ChunkFailures(controls, signal -> {}, new RetryBudget(null, () -> now));

    private Duration fail(DatabaseException failure) {
        return failures.handle(slice, failure);
    }

    private String stopped() {
        return controls.stopRequest().map(StopRequest::reason).orElse("");
    }

    @Test
    void makingWayForOthersSpendsNoTriesAndComesLaterAndLater() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waits.add(fail(cancelled));
        }
        assertThat(stopped()).isEmpty();
        assertThat(waits.subList(100, 200)).anyMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0);
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) <= 0);

        for (int i = 0; i < 24; i++) {
            fail(locked);
            assertThat(stopped()).as("after %s of its tries", i + 1).isEmpty();
        }
        fail(locked);
        assertThat(stopped()).startsWith("paused by itself after 225 tries of one chunk: lock timeout");
    }

    @Test
    void butNotForEver() {
        fail(cancelled);
        now = Duration.ofMinutes(5).toNanos();
        fail(cancelled);
        assertThat(stopped()).isEmpty();
        now++;
        fail(cancelled);
        assertThat(stopped())
                .isEqualTo(
                        "paused by itself: one chunk was cancelled for 5 minutes, 3 tries, mostly to make way for others"
                                + " who waited for its rows: canceling statement due to user request");
    }

    @Test
    void aChunkThatWentWellForgivesWhatItsTriesCost() {
        fail(cancelled);
        fail(locked);
        slice.succeeded(new Checkpoint(1, Range.ALL, 1, null));
        assertThat(slice.failures).isZero();
        assertThat(slice.yields).isZero();
    }
}
