package dev.backfill.run;

import java.time.Instant;

/**
 * Settings that hold for a while, and what they fall back to.
 *
 * @param until by the control database's clock
 */
public record Temporary(Settings during, Settings after, Instant until) {
    /** For people: what falls back to what, and when. */
    public String text() {
        return "until " + until + ", then " + during.changes(after);
    }
}
