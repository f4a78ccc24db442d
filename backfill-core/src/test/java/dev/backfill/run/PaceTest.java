package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.RunSignal.ChunkCommitted;
import dev.backfill.run.RunSignal.SettingsChanged;
import dev.backfill.run.RunSignal.Throttled;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Pace pace = new Pace(clock::get, Pulse.NONE, 100_000, 2);

    @Test
    void rateAndEtaComeFromRecentCommits() {
        for (int second = 0; second < 10; second++) {
            pass(1);
            pace.on(chunk(1000));
        }
        assertThat(pace.pulse().rowsPerSecond()).isCloseTo(1000, Offset.offset(1.0));
        assertThat(pace.pulse().etaSeconds()).isEqualTo(90);
        assertThat(pace.pulse().activeMillis()).isEqualTo(10_000);
    }

    @Test
    void saysForAsLongAsItLastsThatTheDatabaseIsAway() {
        pass(5);
        pace.on(chunk(5_000));
        pace.on(new RunSignal.CircuitChanged(true, "database app does not answer: refused; tried again in 8 s"));
        pass(3600);
        assertThat(pace.pulse().slowedBy()).isEqualTo("database app does not answer: refused; tried again in 8 s");
        pace.on(new RunSignal.CircuitChanged(false, "database app answers again after 3600.0 s"));
        assertThat(pace.pulse().slowedBy()).isEqualTo("database app answers again after 3600.0 s");
        assertThat(pace.pulse().etaSeconds()).as("as before").isEqualTo(95);
        pass(6);
        assertThat(pace.pulse().slowedBy()).isNull();
    }

    @Test
    void decaysToNothingWhenNothingCommits() {
        pass(5);
        pace.on(chunk(50_000));
        double before = pace.pulse().rowsPerSecond();
        pass(4);
        assertThat(pace.pulse().rowsPerSecond()).isLessThan(before).isPositive();
        pass(7);
        assertThat(pace.pulse().rowsPerSecond()).isZero();
        assertThat(pace.pulse().etaSeconds()).isNull();
    }

    @Test
    void sharesThrottledTimeAmongWorkersAndTellsTheReasonForAWhile() {
        pace.on(new SettingsChanged(new Settings(500, 2, null)));
        pace.on(new Throttled("rate-limit", Duration.ofSeconds(2)));
        assertThat(pace.pulse().throttledMillis()).isEqualTo(1000);
        assertThat(pace.pulse().slowedBy()).isEqualTo("rate-limit: 500 rows/s");
        pass(6);
        assertThat(pace.pulse().slowedBy()).isNull();
    }

    @Test
    void aWorkerWithoutAPartitionHasNoShareInThrottledTime() {
        pace.on(new RunSignal.PartitionsLeft(1));
        pace.on(new Throttled("windows", Duration.ofSeconds(2)));
        assertThat(pace.pulse().throttledMillis()).isEqualTo(2000);
        pace.on(new RunSignal.PartitionsLeft(3));
        pace.on(new Throttled("windows", Duration.ofSeconds(2)));
        assertThat(pace.pulse().throttledMillis()).isEqualTo(3000);
        pace.on(new RunSignal.PartitionsLeft(0));
        pace.on(new Throttled("windows", Duration.ofSeconds(2)));
        assertThat(pace.pulse().throttledMillis()).isEqualTo(5000);
    }

    @Test
    void aWaitOnPurposeIsNotInTheEtaAfterIt() {
        pass(1);
        pace.on(chunk(1000));
        pace.hold("outside of its windows");
        pass(3600);
        assertThat(pace.pulse().slowedBy()).isEqualTo("outside of its windows");
        assertThat(pace.pulse().rowsPerSecond()).isZero();
        pace.on(new Throttled("windows", Duration.ofSeconds(1)));
        pace.hold(null);
        pass(1);
        pace.on(chunk(1000));
        assertThat(pace.pulse().slowedBy()).isNull();
        assertThat(pace.pulse().etaSeconds()).isEqualTo(98);
    }

    @Test
    void goesOnFromEarlierProcessesAndStopsCountingAtTheEnd() {
        Pace later = new Pace(clock::get, new Pulse(null, 0, null, 7000, 300), 10, 1);
        pass(2);
        later.end();
        pass(60);
        assertThat(later.pulse().activeMillis()).isEqualTo(9000);
        assertThat(later.pulse().throttledMillis()).isEqualTo(300);
    }

    private static ChunkCommitted chunk(long rows) {
        return new ChunkCommitted(1, rows, rows, 0, 0, Map.of());
    }

    private void pass(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
