package dev.backfill.throttle;

import dev.backfill.database.Health;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A guard whose signal moves slowly or costs something: asked now and then, and answering the same in between. */
final class Paced implements Guard {
    /** Well below the age at which a reading says nothing any more. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();

    private final Guard guard;
    private final LongSupplier nanoClock;
    private OptionalDouble value = OptionalDouble.empty();
    private @Nullable RuntimeException failure;
    private boolean asked;
    private long askedAt;

    Paced(Guard guard, LongSupplier nanoClock) {
        this.guard = guard;
        this.nanoClock = nanoClock;
    }

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public Unit unit() {
        return guard.unit();
    }

    @Override
    public Scope scope() {
        return guard.scope();
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
            value = guard.read(health);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        return guard.limits(baseline);
    }
}
