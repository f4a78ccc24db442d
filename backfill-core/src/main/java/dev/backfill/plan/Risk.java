package dev.backfill.plan;

/** How likely data is lost beyond repair if the backfill is wrong. */
public record Risk(Level level, String reason) {
    public enum Level {
        NONE,
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }
}
