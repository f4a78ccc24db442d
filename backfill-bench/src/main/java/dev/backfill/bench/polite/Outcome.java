package dev.backfill.bench.polite;

import java.util.Locale;

/**
 * A figure and what it must be.
 *
 * @param atMost false if it must be at least {@code limit}
 * @param valid false if something went otherwise than planned, which makes the figure void
 */
public record Outcome(String name, double figure, boolean atMost, double limit, boolean valid) {
    public boolean met() {
        return valid && (atMost ? figure <= limit : figure >= limit);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-58s %8.2f %8s  %s",
                name,
                figure,
                (atMost ? "<= " : ">= ") + limit,
                met() ? "met" : valid ? "MISSED" : "VOID");
    }
}
