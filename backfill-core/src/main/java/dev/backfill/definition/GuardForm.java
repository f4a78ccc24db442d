package dev.backfill.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The YAML form of {@code guards}: queries of the author's, and limits of built-in guards. What could not be read is
 * reported and left out of the answers.
 */
final class GuardForm {
    private static final String NUMBER = "a number such as 1000 or 0.5";

    private final Mistakes mistakes;
    private final Rules rules;
    private final PacingRules pacing;
    private final Set<String> names = new HashSet<>();

    GuardForm(Mistakes mistakes, Rules rules, PacingRules pacing) {
        this.mistakes = mistakes;
        this.rules = rules;
        this.pacing = pacing;
    }

    /**
     * @param queries takes those of the author's
     * @param settings takes what is said about built-in ones
     */
    void read(YamlMap root, List<GuardQuery> queries, List<GuardSetting> settings) {
        List<YamlMap> entries =
                root.maps("guards", "a list of { name: ..., query: SELECT ..., slow-above: 1000, stop-above: 5000 }");
        for (int i = 0; i < entries.size(); i++) {
            YamlMap entry = entries.get(i);
            String path = "guards." + i;
            BuiltInGuard builtIn = entry.has("query") ? null : builtIn(entry);
            if (builtIn == null) {
                GuardQuery query = query(entry, path);
                if (query != null) {
                    queries.add(query);
                }
            } else {
                GuardSetting setting = setting(entry, path, builtIn);
                if (setting != null) {
                    settings.add(setting);
                }
            }
        }
    }

    private static @Nullable BuiltInGuard builtIn(YamlMap entry) {
        return BuiltInGuard.named(entry.plain("name")).orElse(null);
    }

    private @Nullable GuardQuery query(YamlMap entry, String path) {
        entry.refuseOthers(List.of("name", "query", "slow-above", "stop-above"));
        String name = entry.required("name", "a name for the guard, such as queue-depth");
        if (name != null) {
            pacing.guardName(path, name, names);
        }
        String query = entry.required(
                "query",
                "a SELECT that answers one number; the higher, the worse"
                        + (name == null ? "" : Nearest.hint(name, BuiltInGuard.names())));
        if (query != null) {
            rules.query(path + ".query", query);
        }
        Double slowAbove = entry.decimal("slow-above", NUMBER);
        Double stopAbove = entry.decimal("stop-above", NUMBER);
        if (entry.has("slow-above") == (slowAbove != null) && entry.has("stop-above") == (stopAbove != null)) {
            pacing.thresholds(path, slowAbove, stopAbove);
        }
        return name == null || query == null ? null : new GuardQuery(name, query, slowAbove, stopAbove);
    }

    private @Nullable GuardSetting setting(YamlMap entry, String path, BuiltInGuard guard) {
        entry.refuseOthers(List.of("name", "slow-above", "stop-above", "off", "reason"));
        pacing.builtInName(path, guard, names);
        return entry.has("off") || entry.has("reason") ? off(entry, path, guard) : limits(entry, path, guard);
    }

    private @Nullable GuardSetting off(YamlMap entry, String path, BuiltInGuard guard) {
        String off = entry.required("off", "off: true, which is what a reason is for");
        if (off != null && !off.equals("true")) {
            mistakes.mistake(path + ".off", Shown.text("off: " + off), "off: true, or no \"off\" at all");
        }
        for (String limit : List.of("slow-above", "stop-above")) {
            if (entry.has(limit) && off != null) {
                mistakes.mistake(
                        path + "." + limit, "both " + Shown.text("off") + " and " + Shown.text(limit), "one of them");
            }
        }
        String reason = entry.required("reason", "why this database may do without the guard " + guard.text());
        if (reason != null) {
            pacing.reason(path, reason);
        }
        return reason == null ? null : GuardSetting.off(guard, reason);
    }

    private @Nullable GuardSetting limits(YamlMap entry, String path, BuiltInGuard guard) {
        Double slowAbove = limit(entry, "slow-above", guard.measure());
        Double stopAbove = limit(entry, "stop-above", guard.measure());
        if (entry.has("slow-above") != (slowAbove != null) || entry.has("stop-above") != (stopAbove != null)) {
            return null;
        }
        GuardSetting setting = GuardSetting.limits(guard, slowAbove, stopAbove);
        pacing.setting(path, setting);
        return setting;
    }

    private static @Nullable Double limit(YamlMap entry, String property, Measure measure) {
        Matcher parts = entry.matching(measure.form(), property, measure.expected());
        return parts == null ? null : Double.valueOf(measure.value(parts));
    }
}
