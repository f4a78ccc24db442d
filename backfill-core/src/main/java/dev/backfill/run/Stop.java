package dev.backfill.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An order that no run of a control database begins a chunk until it is lifted.
 *
 * @param by who gave it
 * @param since by the control database's clock
 */
public record Stop(String by, Instant since, String reason) {
    /** Who, when, why, and how it ends. */
    public String text() {
        return "stopped for all runs by " + by + " since " + since.truncatedTo(ChronoUnit.SECONDS) + ": " + reason
                + "; lift it with: backfill stop-all --lift --reason TEXT";
    }
}
