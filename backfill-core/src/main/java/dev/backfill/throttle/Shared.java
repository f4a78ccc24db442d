package dev.backfill.throttle;

import dev.backfill.database.Health;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One look at the server for several guards of one round. Used by one thread. */
final class Shared<T> {
    /** Shorter than the time between two rounds. */
    private static final long VALID_NANOS = Duration.ofMillis(150).toNanos();

    private final Function<Health, T> look;
    private final LongSupplier nanoClock;
    private @Nullable T seen;
    private long seenAt;

    Shared(Function<Health, T> look, LongSupplier nanoClock) {
        this.look = look;
        this.nanoClock = nanoClock;
    }

    T at(Health health) {
        T known = seen;
        if (known == null || nanoClock.getAsLong() - seenAt > VALID_NANOS) {
            seen = null;
            known = look.apply(health);
            seen = known;
            seenAt = nanoClock.getAsLong();
        }
        return known;
    }
}
