package dev.backfill.jobs.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.run.RunId;
import dev.backfill.run.RunMode;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import dev.backfill.run.Settings;
import dev.backfill.run.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowerTest {
    private static final RunId RUN = new RunId("users-names-1");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong(1);
    private final List<RunStatus> observed = new ArrayList<>();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final Follower follower = new Follower(observer(), this::stored, "app", Duration.ofDays(1), clock::get);

    private volatile @Nullable RuntimeException trouble;
    private volatile boolean hanging;

    @BeforeEach
    void seeItOnce() throws Exception {
        follower.look(LONG);
        assertThat(observed).as("no run is known yet").isEmpty();
        follower.on(new RunSignal.StateChanged(RUN, RunState.RUNNING, ""));
        follower.look(LONG);
        assertThat(latest().rowsPerSecond()).isEqualTo(105);
    }

    @AfterEach
    void close() {
        hangs.countDown();
        follower.close();
    }

    @Test
    void figuresThatCannotBeReadAnyMoreGrowOld() throws Exception {
        trouble = new DatabaseException(FailureClass.CONNECTION, null, "refused", false, null);
        pass(1);
        follower.look(LONG);
        assertThat(observed).as("still fresh").hasSize(1);

        pass(11);
        follower.look(LONG);
        assertThat(latest().reason()).isEqualTo("database app does not answer since 12 s");
        assertThat(latest().rowsPerSecond()).isZero();
        assertThat(latest().etaSeconds()).isNull();
        assertThat(latest().rows().scanned()).isEqualTo(5180);

        trouble = null;
        follower.look(LONG);
        assertThat(latest().reason()).isNull();
        assertThat(latest().rowsPerSecond()).isEqualTo(105);
    }

    @Test
    void aLookWithoutAnAnswerDoesNotKeepItFromSayingSo() throws Exception {
        hanging = true;
        pass(3);
        follower.look(Duration.ofMillis(1));
        assertThat(latest().reason()).isEqualTo("database app does not answer since 3 s");
        pass(3);
        follower.look(Duration.ofMillis(1));
        assertThat(latest().reason()).isEqualTo("database app does not answer since 6 s");

        hangs.countDown();
        follower.look(LONG);
        assertThat(latest().reason()).isNull();
    }

    @Test
    void anAnswerThatIsNoneIsNotAnAbsence() throws Exception {
        trouble = new DatabaseException(FailureClass.DEFINITIVE, null, "permission denied", false, null);
        pass(5);
        follower.look(LONG);
        assertThat(latest().reason()).isEqualTo("the state of the run cannot be read since 5 s");
    }

    private void pass(long seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private RunStatus latest() {
        return observed.get(observed.size() - 1);
    }

    private RunObserver observer() {
        return new RunObserver() {
            @Override
            public void on(RunSignal signal) {}

            @Override
            public void observe(RunStatus status) {
                observed.add(status);
            }
        };
    }

    private RunStatus stored(RunId run) {
        if (hanging) {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        RuntimeException now = trouble;
        if (now != null) {
            throw now;
        }
        return new RunStatus(
                run,
                "users-names",
                RunMode.EXECUTE,
                RunState.RUNNING,
                null,
                new RunStatus.Rows(20_000, 5180, 5180, 0, 0),
                5,
                new RunStatus.Partitions(4, 0),
                0.259,
                105,
                26L,
                new Settings(700, 2, null),
                null,
                null,
                1.3,
                0.2,
                Verification.PENDING);
    }
}
