package dev.backfill.throttle;

import dev.backfill.database.Health;
import dev.backfill.database.Health.Connections;
import dev.backfill.definition.BuiltInGuard;
import java.util.OptionalDouble;

/** The share of connections that are taken. Whoever gets none has an outage. */
final class ConnectionsGuard extends Described {
    private static final double SLOW = 0.9;
    private static final double STOP = 0.97;
    /** What a server that is always nearly full may waver. */
    private static final double WAVER = 0.02;

    ConnectionsGuard() {
        super(BuiltInGuard.CONNECTIONS, Unit.SHARE, Scope.SERVER);
    }

    @Override
    public OptionalDouble read(Health health) {
        Connections now = health.connections();
        return now.allowed() <= 0 ? OptionalDouble.empty() : OptionalDouble.of(now.used() / (double) now.allowed());
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        double usual = baseline.orElse(0) + WAVER;
        return new Limits(Math.max(SLOW, usual), Math.max(STOP, usual));
    }
}
