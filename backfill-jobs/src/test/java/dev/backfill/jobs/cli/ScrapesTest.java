package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScrapesTest {
    private final AtomicLong now = new AtomicLong(1_000_000_000L);
    private final Scrapes scrapes = new Scrapes(now::get, Scrapes.LONGEST);

    @Test
    void nobodyIsWaitedForWhoNeverCame() {
        assertThat(scrapes.due()).isZero();
        scrapes.awaitLast();
    }

    @Test
    void whoComesEveryFiveSecondsIsWaitedForALittleLongerThanThat() {
        scrapes.collect();
        pass(5);
        scrapes.collect();
        pass(2);

        assertThat(scrapes.due()).isEqualTo(Duration.ofMillis(5500));
    }

    @Test
    void whoComesEverySecondMayBeLate() {
        scrapes.collect();
        pass(1);
        scrapes.collect();
        pass(2);

        assertThat(scrapes.due()).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void whoComesSeldomOrNoMoreIsNotWaitedForLong() {
        scrapes.collect();
        pass(60);
        scrapes.collect();
        assertThat(scrapes.due()).isEqualTo(Duration.ofSeconds(20));

        pass(600);
        assertThat(scrapes.due()).isZero();
    }

    @Test
    void addsNoSeries() {
        assertThat(scrapes.collect().size()).isZero();
    }

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
