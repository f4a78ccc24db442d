package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PusherTest {
    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger pushes = new AtomicInteger();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Reception.class);
    }

    @Test
    void pushesAtTheBeginningAndWhatThereIsAtTheEnd() {
        AtomicInteger figure = new AtomicInteger(1);
        List<Integer> pushed = new CopyOnWriteArrayList<>();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Pusher pusher = new Pusher("r", SELDOM, () -> {
            pushed.add(figure.get());
            threads.add(Thread.currentThread());
        });
        pusher.begin();
        pusher.begin();
        await(() -> pushed.size() == 1);

        figure.set(2);
        end(pusher);

        assertThat(pushed).containsExactly(1, 2);
        assertThat(threads)
                .allMatch(Thread::isDaemon)
                .doesNotContain(Thread.currentThread())
                .noneMatch(Thread::isAlive);
        assertThat(log.list).isEmpty();
    }

    @Test
    void pushesAgainAndAgainButNeverTwoAtATime() {
        AtomicInteger atOnce = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        Pusher pusher = new Pusher("r", OFTEN, () -> {
            seen.add(atOnce.incrementAndGet());
            Thread.sleep(OFTEN.toMillis() * 3);
            atOnce.decrementAndGet();
        });
        pusher.begin();
        await(() -> seen.size() >= 5);
        end(pusher);

        assertThat(seen).containsOnly(1);
    }

    @Test
    void aProcessThatHasNoRunSaysNothing() {
        Pusher pusher = new Pusher("r", OFTEN, pushes::incrementAndGet);
        end(pusher);

        assertThat(pushes).hasValue(0);
    }

    @Test
    void anHourOfFailuresIsOneWarningAndTheirEndOneLine() {
        AtomicInteger failures = new AtomicInteger(200);
        Pusher pusher = new Pusher("the push gateway", Duration.ofMillis(1), () -> {
            pushes.incrementAndGet();
            if (failures.decrementAndGet() > 0) {
                throw new IOException("it answers 500");
            }
        });
        pusher.begin();
        await(() -> pushes.get() >= 210);
        end(pusher);

        assertThat(lines(Level.WARN))
                .singleElement()
                .asString()
                .contains("the push gateway does not take the metrics: it answers 500", "the run goes on");
        assertThat(lines(Level.INFO)).singleElement().asString().contains("the push gateway takes the metrics again");
    }

    @Test
    void aDefectIsReportedAsAFailureIs() {
        Pusher pusher = new Pusher("r", OFTEN, () -> {
            pushes.incrementAndGet();
            throw new IllegalStateException("secret");
        });
        pusher.begin();
        await(() -> pushes.get() >= 3);
        end(pusher);

        assertThat(lines(Level.WARN))
                .singleElement()
                .asString()
                .contains("IllegalStateException")
                .doesNotContain("secret");
    }

    @Test
    void oneThatNeverReturnsHoldsUpTheEndForNoLongerThanItMay() {
        CountDownLatch never = new CountDownLatch(1);
        Pusher pusher = new Pusher("r", OFTEN, () -> {
            pushes.incrementAndGet();
            never.await();
        });
        pusher.begin();
        await(() -> pushes.get() == 1);

        long begin = System.nanoTime();
        pusher.finish();
        pusher.awaitEnd(Duration.ofMillis(100));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(100), PATIENCE);
        assertThat(pushes).as("the one that hangs, and none beside it").hasValue(1);
        assertThat(lines(Level.WARN)).hasSize(1);
    }

    private static void end(Pusher pusher) {
        pusher.finish();
        pusher.awaitEnd(PATIENCE);
    }

    private List<String> lines(Level level) {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            if (event.getLevel() == level) {
                lines.add(event.getFormattedMessage());
            }
        }
        return lines;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
