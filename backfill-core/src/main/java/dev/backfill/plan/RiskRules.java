package dev.backfill.plan;

import dev.backfill.error.Counted;
import dev.backfill.plan.Risk.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rates what cannot be taken back. No image of the rows is kept, so a value that is overwritten is lost; everything
 * that makes a mistake spread further raises the level by one. Pure; when unsure, the answer is CRITICAL.
 */
final class RiskRules {
    private static final Map<String, String> RAISES = raises();

    private RiskRules() {}

    static Risk assess(TrialResult trial, List<Finding> findings) {
        return assess(trial, findings, false);
    }

    /**
     * @param copies true if rows are added to another table
     */
    static Risk assess(TrialResult trial, List<Finding> findings, boolean copies) {
        if (findings.stream().anyMatch(f -> f.severity() == Severity.ERROR)) {
            return new Risk(Level.CRITICAL, "preflight refused the backfill");
        }
        if (trial.failure() != null) {
            return new Risk(Level.CRITICAL, "the work could not be tried out: " + trial.failure());
        }
        if (trial.nothingToDo()) {
            return new Risk(Level.NONE, "no row needs the work");
        }
        if (trial.wholeTable() && trial.changed() == 0) {
            return new Risk(Level.NONE, "no row would change: the transform rejects all that need the work");
        }
        if (trial.compared() == 0) {
            return new Risk(Level.CRITICAL, "no row was seen to change, so nothing is known about what is overwritten");
        }
        return raised(base(trial, copies), findings);
    }

    private static Risk base(TrialResult trial, boolean copies) {
        long overwritten = trial.overwritten();
        if (overwritten > 0) {
            return new Risk(
                    Level.MEDIUM,
                    "overwrites values that nothing else keeps: " + Counted.number(overwritten) + " of "
                            + Counted.of(trial.compared(), "row") + " looked at");
        }
        String filled = (copies
                        ? "overwrites no row of the other table in all of "
                        : "fills only columns that are NULL in all of ")
                + Counted.of(trial.compared(), "row") + " looked at";
        boolean allSeen = trial.wholeTable() && trial.compared() == trial.changed();
        return new Risk(allSeen ? Level.NONE : Level.LOW, filled);
    }

    private static Risk raised(Risk base, List<Finding> findings) {
        Level level = base.level();
        List<String> reasons = new ArrayList<>(List.of(base.reason()));
        for (Map.Entry<String, String> raise : RAISES.entrySet()) {
            if (findings.stream().anyMatch(f -> f.code().equals(raise.getKey()))) {
                level = level.raised();
                reasons.add(raise.getValue());
            }
        }
        return new Risk(level, String.join("; ", reasons));
    }

    private static Map<String, String> raises() {
        Map<String, String> raises = new LinkedHashMap<>();
        raises.put(FindingCode.NOT_IDEMPOTENT, "not idempotent: a row done twice is wrong");
        raises.put(FindingCode.VOLATILE_FUNCTION, "the values depend on when and how often it runs");
        raises.put(FindingCode.TRIGGERS_FIRE, "triggers run for each changed row");
        raises.put(FindingCode.REFERENCED_COLUMN, "other tables refer to what is written");
        return raises;
    }
}
