package dev.backfill.jobs.cli;

import dev.backfill.definition.RampStep;
import dev.backfill.definition.Window;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** When a backfill may work and how it begins, for people: one line each. */
final class HoursText {
    private HoursText() {}

    /** Such as {@code mon-fri 22:00 to 06:00 Europe/Berlin}. */
    static String window(Window window) {
        return days(window) + " " + window.from() + " to " + window.to()
                + (window.to().equals(LocalTime.MIDNIGHT) || window.to().isAfter(window.from()) ? "" : " the next day")
                + " " + window.zone();
    }

    /** Days in a row as from-to. */
    private static String days(Window window) {
        List<DayOfWeek> days = window.days().stream().sorted().toList();
        if (days.size() == DayOfWeek.values().length) {
            return "daily";
        }
        boolean inARow = days.size() > 2
                && days.get(days.size() - 1).getValue() - days.get(0).getValue() == days.size() - 1;
        return inARow
                ? name(days.get(0)) + "-" + name(days.get(days.size() - 1))
                : days.stream().map(HoursText::name).collect(Collectors.joining(","));
    }

    private static String name(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    static String step(RampStep step) {
        return Figures.count(step.rowsPerSecond()) + " rows/s for " + Figures.time(step.hold());
    }
}
