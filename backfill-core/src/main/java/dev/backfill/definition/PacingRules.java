package dev.backfill.definition;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** The {@link Rules} of what holds a run back: guards, windows and ramp. */
final class PacingRules {
    /** A shorter step shows nothing; a longer one is no beginning any more. */
    static final Duration MIN_HOLD = Duration.ofSeconds(1);

    static final Duration MAX_HOLD = Duration.ofHours(24);

    private final Rules rules;

    PacingRules(Rules rules) {
        this.rules = rules;
    }

    /** All of them, as a definition has them in the end. */
    void all(
            List<GuardQuery> guards,
            List<GuardSetting> settings,
            List<Window> windows,
            List<RampStep> ramp,
            Limits limits) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < guards.size(); i++) {
            GuardQuery guard = guards.get(i);
            guardName("guards." + i, guard.name(), names);
            rules.query("guards." + i + ".query", guard.query());
            thresholds("guards." + i, guard.slowAbove(), guard.stopAbove());
        }
        for (GuardSetting setting : settings) {
            // a definition has no order of these two lists
            builtInName("guards", setting.guard(), names);
            setting("guards", setting);
        }
        for (int i = 0; i < windows.size(); i++) {
            days("windows." + i, windows.get(i).days());
            times("windows." + i, windows.get(i).from(), windows.get(i).to());
        }
        Integer before = null;
        for (int i = 0; i < ramp.size(); i++) {
            rate("ramp." + i, ramp.get(i).rowsPerSecond(), before, limits.rowsPerSecond());
            hold("ramp." + i, ramp.get(i).hold());
            before = ramp.get(i).rowsPerSecond();
        }
    }

    /** @param others names of the guards before; this one is added */
    void guardName(String guard, String name, Set<String> others) {
        String property = guard + ".name";
        rules.slug(property, name);
        if (BuiltInGuard.named(name).isPresent()) {
            rules.wrong(
                    property,
                    name,
                    "a name that no built-in guard has; those are " + String.join(", ", BuiltInGuard.names()));
        }
        if (!others.add(name)) {
            rules.wrong(property, name, "a name that no other guard has");
        }
    }

    /** @param others names of the guards before; this one is added */
    void builtInName(String entry, BuiltInGuard guard, Set<String> others) {
        if (!others.add(guard.text())) {
            rules.wrong(entry + ".name", guard.text(), "a name that no other guard has");
        }
    }

    void reason(String entry, String reason) {
        if (reason.isBlank() || Shown.hasControl(reason)) {
            rules.wrong(entry + ".reason", reason, "why, in one line");
        }
    }

    /** What is said about a built-in guard; other than its name. */
    void setting(String entry, GuardSetting setting) {
        String because = setting.offBecause();
        if (because != null) {
            reason(entry, because);
            if (setting.slowAbove() != null || setting.stopAbove() != null) {
                rules.mistake(entry, "limits of the guard " + setting.guard().text() + ", which is off", "one of them");
            }
            return;
        }
        if (setting.slowAbove() == null && setting.stopAbove() == null) {
            rules.mistake(
                    entry,
                    "neither \"slow-above\" nor \"stop-above\" nor \"off\" for the built-in guard "
                            + setting.guard().text(),
                    "a limit of its own, or off: true with a reason");
        }
        order(entry, setting.slowAbove(), setting.stopAbove(), setting.guard().measure()::text);
        inRange(entry + ".slow-above", setting.guard(), setting.slowAbove());
        inRange(entry + ".stop-above", setting.guard(), setting.stopAbove());
    }

    private void inRange(String property, BuiltInGuard guard, @Nullable Double limit) {
        boolean share = guard.measure() == Measure.SHARE;
        if (limit != null && (limit < 0 || (share && limit > 1))) {
            rules.wrong(property, guard.measure().text(limit), share ? "a share from 0% to 100%" : "0 or more");
        }
    }

    void thresholds(String guard, @Nullable Double slowAbove, @Nullable Double stopAbove) {
        if (slowAbove == null && stopAbove == null) {
            rules.mistake(
                    guard,
                    "neither \"slow-above\" nor \"stop-above\"",
                    "at least one of them: the number above which the run is slowed, or waits");
        }
        order(guard, slowAbove, stopAbove, PacingRules::plain);
    }

    private void order(
            String guard, @Nullable Double slowAbove, @Nullable Double stopAbove, DoubleFunction<String> shown) {
        boolean slowFinite = finite(guard + ".slow-above", slowAbove);
        boolean stopFinite = finite(guard + ".stop-above", stopAbove);
        if (slowFinite && stopFinite && slowAbove != null && stopAbove != null && slowAbove > stopAbove) {
            rules.mistake(
                    guard + ".slow-above",
                    Shown.text("slow-above: " + shown.apply(slowAbove)) + " and "
                            + Shown.text("stop-above: " + shown.apply(stopAbove)),
                    "a slow-above that is not above stop-above");
        }
    }

    private boolean finite(String property, @Nullable Double value) {
        boolean finite = value == null || Double.isFinite(value);
        if (!finite) {
            rules.wrong(property, String.valueOf(value), "a finite number");
        }
        return finite;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    void days(String window, Collection<DayOfWeek> days) {
        if (days.isEmpty()) {
            rules.mistake(window, "a window without days, which never opens", "at least one day");
        }
    }

    void times(String window, LocalTime from, LocalTime to) {
        if (from.equals(to)) {
            rules.mistake(
                    window + ".from",
                    "a window that never opens or never closes: " + Shown.text("from: " + from) + " and "
                            + Shown.text("to: " + to),
                    "two different times; whole days are two windows, 00:00 to 12:00 and 12:00 to 00:00");
        }
    }

    /**
     * @param before the rate of the step before; null for the first one
     * @param limit of the whole run; null if there is none
     */
    void rate(String step, int rowsPerSecond, @Nullable Integer before, @Nullable Integer limit) {
        String property = step + ".rows-per-second";
        String found = Shown.text("rows-per-second: " + rowsPerSecond);
        if (!rules.range(property, rowsPerSecond, 1, Rules.MAX_ROWS_PER_SECOND, "rows")) {
            return;
        }
        if (before != null && rowsPerSecond <= before) {
            rules.mistake(
                    property,
                    found + " after " + Shown.text("rows-per-second: " + before),
                    "a ramp that rises with every step");
        }
        if (limit != null && limit >= 1 && rowsPerSecond > limit) {
            rules.mistake(
                    property,
                    found + " above " + Shown.text("limits: { rows-per-second: " + limit + " }"),
                    "a step that is not above the limit of the whole run");
        }
    }

    void hold(String step, Duration hold) {
        if (hold.compareTo(MIN_HOLD) < 0 || hold.compareTo(MAX_HOLD) > 0) {
            rules.wrong(step + ".hold", hold.toMillis() + "ms", "a time from 1s to 24h");
        }
    }
}
