package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Whose turn it is to write: SQLite lets one transaction write at a time. Threads of this process wait here in order,
 * instead of asking again and again; and between two transactions the database is left alone for others, who do ask again
 * and again, with ever longer pauses. Thread-safe.
 */
final class SqliteTurn {
    /** SQLite's busy handler never sleeps longer. */
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(100);
    /** Nor longer than it has waited already, by more than this. */
    private static final Duration MARGIN = Duration.ofMillis(2);
    /**
     * Where nobody else is seen to write, somebody may still be waiting: then the database is left alone for as long as a
     * busy handler sleeps after each two seconds of work. Whoever waits at least this long is never refused for us, and it
     * costs a twentieth.
     */
    private static final Duration WORK = Duration.ofSeconds(2);
    /** Others are taken to be at work for this long after they have written. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final Map<Path, SqliteTurn> ALL = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock(true);
    private final LongSupplier nanoClock;
    private long freeUntil;
    private long endedAt;
    private long worked;
    private long othersAt;
    private final AtomicLong commits = new AtomicLong();

    SqliteTurn(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        long now = nanoClock.getAsLong();
        this.freeUntil = now;
        this.endedAt = now;
        this.othersAt = now - REMEMBERED.toNanos() - 1;
    }

    /** One for the file, whoever in this process opens it. */
    static SqliteTurn of(Path file) {
        return ALL.computeIfAbsent(file, path -> new SqliteTurn(System::nanoTime));
    }

    /** Waits for the turn, and until others have had theirs. {@link #leave} ends it. */
    void enter(Duration most) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction inside of another one of the same thread");
        }
        try {
            if (!lock.tryLock(most.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new DatabaseException(
                        FailureClass.CONTENTION,
                        "40001",
                        "this process's own transactions did not end in time",
                        false,
                        null);
            }
        } catch (InterruptedException e) {
            // whoever interrupts wants the chunk that has begun to end well
            Thread.currentThread().interrupt();
            lock.lock();
        }
        leaveAlone();
    }

    private void leaveAlone() {
        long wait = freeUntil - nanoClock.getAsLong();
        if (wait <= 0) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends the turn.
     *
     * @param held how long others were kept from writing
     */
    void leave(Duration held) {
        try {
            long now = nanoClock.getAsLong();
            freeUntil = Math.max(freeUntil, now + pause(held, now).toNanos());
            ended(now);
        } finally {
            lock.unlock();
        }
    }

    void ended(long now) {
        endedAt = now;
    }

    /**
     * How long the database is left alone. A busy handler that began to wait during the transaction asks again within the
     * time that it took.
     */
    Duration pause(Duration held, long now) {
        if (now - othersAt <= REMEMBERED.toNanos()) {
            worked = 0;
            Duration asLong = held.plus(MARGIN);
            return asLong.compareTo(LONGEST_SLEEP) < 0 ? asLong : LONGEST_SLEEP;
        }
        boolean idle = now - endedAt - held.toNanos() >= LONGEST_SLEEP.toNanos();
        worked = (idle ? 0 : worked) + held.toNanos();
        if (worked < WORK.toNanos()) {
            return Duration.ZERO;
        }
        worked = 0;
        return LONGEST_SLEEP;
    }

    /** Somebody outside of this process has written. */
    void othersWrote() {
        othersAt = nanoClock.getAsLong();
    }

    /** True if somebody outside of this process has written in the last seconds. */
    boolean othersWrite() {
        return nanoClock.getAsLong() - othersAt <= REMEMBERED.toNanos();
    }

    /** Counts this process's own commits; called by whoever has the turn. */
    long committed() {
        return commits.incrementAndGet();
    }

    long commits() {
        return commits.get();
    }
}
