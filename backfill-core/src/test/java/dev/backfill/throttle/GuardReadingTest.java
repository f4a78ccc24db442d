package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.Health;
import dev.backfill.database.Health.Activity;
import dev.backfill.database.Health.Connections;
import dev.backfill.database.Health.DeadRows;
import dev.backfill.database.Health.Internals;
import dev.backfill.database.Health.Log;
import dev.backfill.database.Health.Standby;
import dev.backfill.throttle.Guard.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each guard makes of what it reads. */
class GuardReadingTest {
    private final FakeHealth health = new FakeHealth();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void theWorstStandbyCountsAndNoStandbyIsNoSignal() {
        Guard seconds = new ReplicationLagGuard(new Shared<>(Health::standbys, clock::get));
        Guard bytes = new ReplicationBytesGuard(new Shared<>(Health::standbys, clock::get));
        assertThat(seconds.read(health)).isEmpty();
        assertThat(bytes.read(health)).isEmpty();

        pass(Duration.ofSeconds(1));
        health.standbys = List.of(new Standby("a", 5000, 0.5), new Standby("b", 100, 7));
        assertThat(seconds.read(health)).hasValue(7);
        assertThat(bytes.read(health)).hasValue(5000);
    }

    @Test
    void theSlowestConfiguredReplicaCounts() {
        Guard guard = new ReplicaLagGuard();
        health.standbys = List.of(new Standby("seen by the primary", 5000, 9));
        assertThat(guard.read(health)).as("none is configured").isEmpty();

        health.replicas = List.of(new Standby("near", 5000, 0.5), new Standby("far", 100, 3));
        assertThat(guard.read(health)).hasValue(3);
    }

    @Test
    void whoWaitsForUsIsLetThroughAtOnce() {
        Guard guard = new LockWaitersGuard(activity());
        health.activity = new Activity(3, 3, 2, 0);
        assertThat(guard.read(health)).hasValue(2);
        assertThat(health.released).isZero();

        pass(Duration.ofSeconds(1));
        health.activity = new Activity(3, 3, 2, 1);
        assertThat(guard.read(health)).hasValue(2);
        assertThat(health.released).isEqualTo(1);
    }

    @Test
    void activeSessionsOfOthersAreCounted() {
        health.activity = new Activity(9, 4, 2, 0);
        assertThat(new ActiveSessionsGuard(activity()).read(health)).hasValue(4);
    }

    @Test
    void oneLookServesAllGuardsOfARound() {
        Shared<Activity> shared = activity();
        new LockWaitersGuard(shared).read(health);
        new ActiveSessionsGuard(shared).read(health);
        assertThat(health.asked).isEqualTo(1);

        pass(Duration.ofMillis(250));
        new ActiveSessionsGuard(shared).read(health);
        assertThat(health.asked).isEqualTo(2);
    }

    @Test
    void twoSlowCommitsOfFortyAreChanceAndThreeAreNot() {
        Guard guard = new CommitLatencyGuard(activity());
        health.commit = 0.002;
        health.oddCommits.putAll(Map.of(7, 0.5, 30, 0.5, 44, 0.5));
        OptionalDouble value = OptionalDouble.empty();
        for (int look = 0; look < 8; look++) {
            value = guard.read(health);
        }
        assertThat(health.commits).isEqualTo(40);
        assertThat(value).hasValue(0.002);

        // fast ones that are pushed out make room for a third slow one
        assertThat(guard.read(health)).hasValue(0.5);
    }

    @Test
    void nothingIsCommittedForNobody() {
        Guard guard = new CommitLatencyGuard(activity());
        health.activity = new Activity(0, 0, 0, 0);
        health.commit = 0.004;
        assertThat(guard.read(health)).as("before the run").isEmpty();
        assertThat(health.commits).isEqualTo(5);
        Limits limits = guard.limits(OptionalDouble.empty());
        assertThat(limits.slowAbove()).as("whoever comes is owed 4 ms").isCloseTo(0.0052, within(1e-9));

        assertThat(guard.read(health)).as("during the run").isEmpty();
        assertThat(health.commits).isEqualTo(5);

        pass(Duration.ofSeconds(1));
        health.activity = new Activity(1, 0, 0, 0);
        health.commit = 0.05;
        assertThat(guard.read(health)).as("somebody came").hasValue(0.05);
    }

    @ParameterizedTest(name = "{0} dead, {1} live, cleaning {2}, for {3} s: {4}")
    @CsvSource({
        "3000,  7000, false,   0, 0", // not yet left alone
        "3000,  7000, false,  60, 0",
        "3000,  7000, false, 130, 0.3",
        "3000,  7000, true,  130, 0", // being seen to
        "2000,  7000, false, 130,", // small
    })
    void deadRowsCountWhenTheyWereLeftLying(long dead, long live, boolean cleaning, int seconds, Double expected) {
        Guard guard = new DeadRowsGuard(clock::get);
        health.deadRows = new DeadRows(0, 10_000, false);
        guard.read(health);
        health.deadRows = new DeadRows(dead, live, cleaning);
        OptionalDouble value = guard.read(health);
        for (int i = 0; i < seconds; i += 2) {
            pass(Duration.ofSeconds(2));
            value = guard.read(health);
        }
        assertThat(value).isEqualTo(expected == null ? OptionalDouble.empty() : OptionalDouble.of(expected));
    }

    @Test
    void deadRowsOfATableThatHasJustGrownLargeEnoughAreNotYetLeftLying() {
        Guard guard = new DeadRowsGuard(clock::get);
        health.deadRows = new DeadRows(9_000, 0, false);
        assertThat(guard.read(health)).isEmpty();
        health.deadRows = new DeadRows(15_500, 0, false);
        assertThat(guard.read(health)).hasValue(0);
        pass(Duration.ofSeconds(119));
        assertThat(guard.read(health)).hasValue(0);
        pass(Duration.ofSeconds(1));
        assertThat(guard.read(health)).hasValue(1);
    }

    @Test
    void theLogMayGrowByWhatFitsBetweenTwoCheckpointsOnTopOfWhatWasUsual() {
        Guard guard = new LogRateGuard(new Shared<>(Health::log, clock::get), clock::get);
        health.log = new Log(0, 0, 3_000_000);
        assertThat(guard.read(health)).isEmpty();
        pass(Duration.ofSeconds(2));
        health.log = new Log(100_000, 0, 3_000_000);
        assertThat(guard.read(health)).hasValue(50_000);
        assertThat(guard.limits(OptionalDouble.of(50_000))).isEqualTo(new Limits(150_000, Double.POSITIVE_INFINITY));

        guard.read(health);
        double afterBurst = grow(guard, 10, 400_000);
        assertThat(afterBurst).as("a burst that fits").isBetween(50_000.0, 150_000.0);
        assertThat(grow(guard, 60, 400_000)).as("half a minute and more").isGreaterThan(150_000);
        assertThat(grow(guard, 120, 0)).as("quiet again").isLessThan(10_000);
    }

    private double grow(Guard guard, int seconds, long bytes) {
        OptionalDouble value = OptionalDouble.empty();
        for (int i = 0; i < seconds; i++) {
            pass(Duration.ofSeconds(1));
            health.log = new Log(health.log.writtenBytes() + bytes, 0, 3_000_000);
            value = guard.read(health);
        }
        return value.orElseThrow();
    }

    @Test
    void theLogForReplicasMayGrowByAFileInHalfAMinuteOnTopOfWhatWasUsual() {
        Guard guard = new BinlogRateGuard(new Shared<>(Health::internals, clock::get), clock::get);
        assertThat(guard.read(health)).as("none is written").isEmpty();

        pass(Duration.ofSeconds(1));
        health.internals = internals(0, 0);
        guard.read(health);
        pass(Duration.ofSeconds(1));
        health.internals = internals(200_000, 0);
        assertThat(guard.read(health)).hasValue(200_000);
        assertThat(guard.limits(OptionalDouble.of(200_000)))
                .isEqualTo(new Limits(200_000 + 100_000, Double.POSITIVE_INFINITY));
    }

    @Test
    void flowControlIsAShareOfTheTime() {
        Guard guard = new FlowControlGuard(new Shared<>(Health::internals, clock::get), clock::get);
        assertThat(guard.read(health)).as("no cluster").isEmpty();
        guard.limits(OptionalDouble.empty());

        pass(Duration.ofSeconds(1));
        health.internals = internals(0, 100);
        assertThat(guard.read(health)).isEmpty();
        for (int second = 1; second <= 60; second++) {
            pass(Duration.ofSeconds(1));
            health.internals = internals(0, 100 + second * 0.25);
            assertThat(guard.read(health).orElseThrow()).isBetween(0.0, 0.25);
        }
        assertThat(guard.read(health).orElseThrow())
                .as("a quarter of the last minute")
                .isBetween(0.249, 0.25);
    }

    @Test
    void theHistoryListIsReadAsItIs() {
        Guard guard = new HistoryListGuard(new Shared<>(Health::internals, clock::get));
        assertThat(guard.read(health)).isEmpty();
        pass(Duration.ofSeconds(1));
        health.internals = internals(0, 0);
        assertThat(guard.read(health)).hasValue(42);
    }

    private static Internals internals(double binlogBytes, double flowControlSeconds) {
        return new Internals(
                OptionalDouble.of(42),
                OptionalDouble.of(binlogBytes),
                3_000_000,
                OptionalDouble.of(flowControlSeconds));
    }

    @Test
    void forcedCheckpointsCountForFiveMinutes() {
        Guard guard = new CheckpointsGuard(new Shared<>(Health::log, clock::get), clock::get);
        assertThat(forced(guard, 100)).as("what was before").hasValue(0);
        pass(Duration.ofMinutes(1));
        assertThat(forced(guard, 103)).hasValue(3);
        pass(Duration.ofMinutes(4));
        assertThat(forced(guard, 104)).hasValue(4);
        pass(Duration.ofMinutes(1));
        assertThat(forced(guard, 104)).as("the first three are long ago").hasValue(1);
        pass(Duration.ofMinutes(1));
        assertThat(forced(guard, 2)).as("the counter began again").hasValue(0);
    }

    private OptionalDouble forced(Guard guard, long checkpoints) {
        health.log = new Log(0, checkpoints, 1);
        return guard.read(health);
    }

    @Test
    void levelsAreReadAsTheyAre() {
        health.oldestSnapshot = 42;
        health.connections = new Connections(45, 90);
        health.disk = OptionalDouble.of(0.7);
        assertThat(new OldestSnapshotGuard().read(health)).hasValue(42);
        assertThat(new ConnectionsGuard().read(health)).hasValue(0.5);
        assertThat(new DiskGuard().read(health)).hasValue(0.7);

        health.disk = OptionalDouble.empty();
        assertThat(new DiskGuard().read(health)).as("the server does not say").isEmpty();
    }

    @Test
    void aSlowSignalIsAskedForEveryOtherSecondAlsoWhenItFails() {
        Guard guard = new Paced(new OldestSnapshotGuard(), clock::get);
        health.oldestSnapshot = 1;
        assertThat(guard.read(health)).hasValue(1);
        health.oldestSnapshot = 2;
        assertThat(guard.read(health)).hasValue(1);
        pass(Duration.ofSeconds(2));
        assertThat(guard.read(health)).hasValue(2);

        health.trouble = "gone";
        pass(Duration.ofSeconds(2));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guard.read(health)).isInstanceOf(DatabaseException.class);
        }
        assertThat(health.asked).isEqualTo(3);

        health.trouble = null;
        pass(Duration.ofSeconds(2));
        assertThat(guard.read(health)).hasValue(2);
    }

    private Shared<Activity> activity() {
        return new Shared<>(Health::activity, clock::get);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
