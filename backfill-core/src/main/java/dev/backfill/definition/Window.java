package dev.backfill.definition;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * Hours in which a run may work.
 *
 * @param days on which the window opens
 * @param from when it opens
 * @param to when it closes; not after {@code from} means on the next day
 * @param zone whose clocks these are
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    public Window {
        days = Set.copyOf(days);
    }
}
