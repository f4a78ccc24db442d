package dev.backfill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BackgroundTest {
    private final AtomicBoolean done = new AtomicBoolean();
    private final CountDownLatch began = new CountDownLatch(1);

    @Test
    @Timeout(60)
    void whoeverClosesItIsAloneAfterwardsEvenIfInterrupted() throws InterruptedException {
        Background background = new Background("slow", this::goOnForAWhile);
        background.start();
        began.await();

        Thread.currentThread().interrupt();
        background.close();

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(done).isTrue();
    }

    @Test
    void oneThatNeverBeganIsClosedAtOnce() {
        Background background = new Background("idle", this::goOnForAWhile);

        background.close();

        assertThat(done).isFalse();
    }

    @Test
    @Timeout(60)
    void oneThatSwallowsAnInterruptEndsAllTheSame() throws InterruptedException {
        Background background = new Background("swallowing", this::waitTwice);
        background.start();
        began.await();

        background.close();

        assertThat(done).isTrue();
    }

    /** As a database within this process does, which takes an interrupt for the end of its own waiting. */
    private void waitTwice() {
        began.countDown();
        for (int swallowed = 0; swallowed < 2; ) {
            try {
                TimeUnit.MINUTES.sleep(2);
            } catch (InterruptedException e) {
                swallowed++;
            }
        }
        done.set(true);
    }

    /** As a statement does that is under way: it does not end because its thread is interrupted. */
    private void goOnForAWhile() {
        began.countDown();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        done.set(true);
    }
}
