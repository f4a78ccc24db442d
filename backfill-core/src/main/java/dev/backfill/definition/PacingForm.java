package dev.backfill.definition;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The YAML form of {@code guards}, {@code windows} and {@code ramp}. What could not be read is reported and left out of
 * the answers.
 */
final class PacingForm {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String DAYS_FORM = "a list of days such as [mon, fri], or no \"days\" at all for every day";
    private static final String TIME_FORM = "a time from 00:00 to 23:59";
    private static final String ZONE_FORM = "a time zone such as Europe/Berlin or UTC";
    private static final String RATE_FORM = "a whole number of rows from 1 to " + Rules.MAX_ROWS_PER_SECOND;
    private static final String HOLD_FORM = "a time with its unit: 30s, 5m or 1h";
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    private final Mistakes mistakes;
    private final Rules rules;
    private final PacingRules pacing;

    PacingForm(Mistakes mistakes, Rules rules) {
        this.mistakes = mistakes;
        this.rules = rules;
        this.pacing = new PacingRules(rules);
    }

    void guards(YamlMap root, List<GuardQuery> queries, List<GuardSetting> settings) {
        new GuardForm(mistakes, rules, pacing).read(root, queries, settings);
    }

    List<Window> windows(YamlMap root) {
        List<Window> windows = new ArrayList<>();
        List<YamlMap> entries = root.maps(
                "windows",
                "a list of { from: \"22:00\", to: \"06:00\", zone: Europe/Berlin }, or no \"windows\" at all:"
                        + " with none that opens, the run would never work");
        for (int i = 0; i < entries.size(); i++) {
            Window window = window(entries.get(i), "windows." + i);
            if (window != null) {
                windows.add(window);
            }
        }
        return windows;
    }

    private @Nullable Window window(YamlMap entry, String path) {
        entry.refuseOthers(List.of("days", "from", "to", "zone"));
        Set<DayOfWeek> days = days(entry, path);
        LocalTime from = time(entry, path, "from");
        LocalTime to = time(entry, path, "to");
        ZoneId zone = zone(entry, path);
        if (from != null && to != null) {
            pacing.times(path, from, to);
        }
        return from == null || to == null || zone == null ? null : new Window(days, from, to, zone);
    }

    private Set<DayOfWeek> days(YamlMap entry, String path) {
        if (!entry.has("days")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String text : entry.texts("days", DAYS_FORM)) {
            int day = DAYS.indexOf(text);
            if (day < 0) {
                mistakes.mistake(
                        path + ".days",
                        "unknown day " + Shown.text(text),
                        "one of " + String.join(", ", DAYS) + Nearest.hint(text, DAYS));
            } else if (!days.add(DayOfWeek.of(day + 1))) {
                mistakes.mistake(path + ".days", Shown.text("days: " + text), "each day once");
            }
        }
        return days;
    }

    private @Nullable LocalTime time(YamlMap entry, String path, String property) {
        String text = entry.required(property, TIME_FORM);
        if (text == null) {
            return null;
        }
        if (!TIME.matcher(text).matches()) {
            mistakes.mistake(path + "." + property, Shown.text(property + ": " + text), TIME_FORM);
            return null;
        }
        return LocalTime.parse(text);
    }

    /** Has no default: engines run on machines with any clock. */
    private @Nullable ZoneId zone(YamlMap entry, String path) {
        String text = entry.required("zone", ZONE_FORM);
        try {
            return text == null ? null : ZoneId.of(text);
        } catch (DateTimeException e) {
            mistakes.mistake(
                    path + ".zone",
                    "unknown time zone " + Shown.text(text),
                    ZONE_FORM + Nearest.hint(text, ZoneId.getAvailableZoneIds()));
            return null;
        }
    }

    List<RampStep> ramp(YamlMap root, Limits limits) {
        List<RampStep> ramp = new ArrayList<>();
        List<YamlMap> entries = root.maps("ramp", "a list of { rows-per-second: 1000, hold: 5m }");
        Integer before = null;
        for (int i = 0; i < entries.size(); i++) {
            YamlMap entry = entries.get(i);
            entry.refuseOthers(List.of("rows-per-second", "hold"));
            entry.require("rows-per-second", RATE_FORM);
            Integer rate = entry.integer("rows-per-second", RATE_FORM);
            if (rate != null) {
                pacing.rate("ramp." + i, rate, before, limits.rowsPerSecond());
                before = rate;
            }
            entry.require("hold", HOLD_FORM);
            Duration hold = entry.duration("hold", HOLD_FORM);
            if (hold != null) {
                pacing.hold("ramp." + i, hold);
            }
            if (rate != null && hold != null) {
                ramp.add(new RampStep(rate, hold));
            }
        }
        return ramp;
    }
}
