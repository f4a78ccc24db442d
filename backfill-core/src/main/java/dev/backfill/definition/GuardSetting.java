package dev.backfill.definition;

import org.jspecify.annotations.Nullable;

/**
 * What a definition says about a built-in guard: other limits than those that follow from what is usual, or that it is not
 * to be read at all.
 *
 * @param slowAbove seconds, bytes, bytes per second, a number or a share from 0 to 1, as the guard's signal is; null keeps
 *     what follows from what is usual
 * @param stopAbove the same
 * @param offBecause why the guard is off; null means that it is not
 */
public record GuardSetting(
        BuiltInGuard guard, @Nullable Double slowAbove, @Nullable Double stopAbove, @Nullable String offBecause) {
    /** For people, such as {@code commit-latency slowed above 5 ms} or {@code dead-rows is off: it is cleaned at night}. */
    public String text() {
        if (offBecause != null) {
            return guard.text() + " is off: " + offBecause;
        }
        String slowed =
                slowAbove == null ? "" : " slowed above " + guard.measure().text(slowAbove);
        String held = stopAbove == null ? "" : " held above " + guard.measure().text(stopAbove);
        return guard.text() + slowed + (slowed.isEmpty() || held.isEmpty() ? "" : ",") + held;
    }

    /** The guard with limits of its author's. */
    public static GuardSetting limits(BuiltInGuard guard, @Nullable Double slowAbove, @Nullable Double stopAbove) {
        return new GuardSetting(guard, slowAbove, stopAbove, null);
    }

    /** No such guard. */
    public static GuardSetting off(BuiltInGuard guard, String because) {
        return new GuardSetting(guard, null, null, because);
    }
}
