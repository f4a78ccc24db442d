package dev.backfill.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The guards that every run has, by the names that metrics, messages and operators know. */
public enum BuiltInGuard {
    REPLICATION_LAG("replication-lag", Measure.TIME),
    REPLICATION_LAG_BYTES("replication-lag-bytes", Measure.BYTES),
    REPLICA_LAG("replica-lag", Measure.TIME),
    LOCK_WAITERS("lock-waiters", Measure.COUNT),
    ACTIVE_SESSIONS("active-sessions", Measure.COUNT),
    COMMIT_LATENCY("commit-latency", Measure.TIME),
    OLDEST_SNAPSHOT("oldest-snapshot", Measure.TIME),
    DEAD_ROWS("dead-rows", Measure.SHARE),
    LOG_RATE("log-rate", Measure.BYTES),
    CHECKPOINTS("checkpoints", Measure.COUNT),
    CONNECTIONS("connections", Measure.SHARE),
    DISK("disk", Measure.SHARE),
    HISTORY_LIST("history-list", Measure.COUNT),
    BINLOG_RATE("binlog-rate", Measure.BYTES),
    FLOW_CONTROL("flow-control", Measure.SHARE);

    /** About things that only some databases have, so that elsewhere nothing is missed without them. */
    public static final Set<BuiltInGuard> OF_SOME = Set.of(HISTORY_LIST, BINLOG_RATE, FLOW_CONTROL);

    private final String text;
    private final Measure measure;

    BuiltInGuard(String text, Measure measure) {
        this.text = text;
        this.measure = measure;
    }

    /** What it is called. */
    public String text() {
        return text;
    }

    /** What its limits are stated in. */
    Measure measure() {
        return measure;
    }

    static Optional<BuiltInGuard> named(String name) {
        return Arrays.stream(values()).filter(guard -> guard.text.equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(BuiltInGuard::text).toList();
    }
}
