package dev.backfill.plan;

/** How likely data is lost beyond repair if the backfill is wrong. */
public record Risk(Level level, String reason) {
    public enum Level {
        NONE,
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL;

        /** The next worse one; CRITICAL stays what it is. */
        Level raised() {
            return switch (this) {
                case NONE -> LOW;
                case LOW -> MEDIUM;
                case MEDIUM -> HIGH;
                case HIGH, CRITICAL -> CRITICAL;
            };
        }
    }
}
