package dev.backfill.throttle;

import dev.backfill.database.Health;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A guard whose signal moves slowly or costs something: asked now and then, and answering the same in between. */
final class Paced extends Wrapped {
    /** Well below the age at which a reading says nothing any more. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();

    private final LongSupplier nanoClock;
    private OptionalDouble value = OptionalDouble.empty();
    private @Nullable RuntimeException failure;
    private boolean asked;
    private long askedAt;

    Paced(Guard guard, LongSupplier nanoClock) {
        super(guard);
        this.nanoClock = nanoClock;
    }

    @Override
    public OptionalDouble read(Health health) {
        if (!asked || nanoClock.getAsLong() - askedAt >= INTERVAL_NANOS) {
            ask(health);
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return value;
    }

    private void ask(Health health) {
        asked = true;
        askedAt = nanoClock.getAsLong();
        failure = null;
        try {
            value = super.read(health);
        } catch (RuntimeException e) {
            failure = e;
        }
    }
}
