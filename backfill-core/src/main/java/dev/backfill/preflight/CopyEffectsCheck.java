package dev.backfill.preflight;

import dev.backfill.database.Destination;
import dev.backfill.database.Table;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.FindingCode;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rows may be added to the other table, none there is hidden, and what adding them sets off is named. */
final class CopyEffectsCheck implements PreflightCheck {
    @Override
    public String name() {
        return "copy-effects";
    }

    @Override
    public List<Finding> run(Context context) {
        return context.copy()
                .filter(copy -> CopyTargetCheck.reachable(context))
                .map(copy -> run(context, copy))
                .orElse(List.of());
    }

    private static List<Finding> run(Context context, Work.Copy copy) {
        Destination into = context.destination();
        Table table = into.table();
        boolean updates = copy.onConflict() == OnConflict.UPDATE;
        List<Finding> findings = new ArrayList<>();
        List<String> missing = missing(into, updates);
        if (!missing.isEmpty()) {
            String list = String.join(", ", missing);
            findings.add(new Finding(
                    "privilege-missing",
                    Severity.ERROR,
                    "the connected user lacks " + list + " on " + table.name(),
                    "have a DBA GRANT " + list + " on the table to the user of database "
                            + context.database().name()));
        }
        if (table.rowSecurity()) {
            findings.add(new Finding(
                    "row-security",
                    Severity.ERROR,
                    "row-level security on " + table.name()
                            + " applies to the connected user, so rows may be hidden from it or refused",
                    "connect as a user that bypasses row-level security"));
        }
        Set<String> triggers = new TreeSet<>(into.triggers());
        triggers.addAll(updates ? table.triggers() : List.of());
        if (!triggers.isEmpty()) {
            findings.add(
                    new Finding(
                            FindingCode.TRIGGERS_FIRE,
                            Severity.WARNING,
                            "rows copied into " + table.name() + " fire " + String.join(", ", triggers),
                            "make sure that they may run for every row: audit tables grow, and messages are sent once per row"));
        }
        if (updates) {
            findings.addAll(TriggersCheck.following(table, copy.columns().keySet()));
        }
        into.counted().stream()
                .filter(copy.columns()::containsKey)
                .forEach(column -> findings.add(behind(table, column)));
        List<String> out = table.foreignKeys().stream()
                .filter(key ->
                        !Collections.disjoint(key.columns(), copy.columns().keySet()))
                .map(Table.ForeignKey::name)
                .toList();
        if (!out.isEmpty()) {
            findings.add(new Finding(
                    "foreign-key-checked",
                    Severity.WARNING,
                    "each row copied is checked against another table by " + String.join(", ", out),
                    "copy what is referred to first; rows without a match become dead letters"));
        }
        return findings;
    }

    private static Finding behind(Table table, String column) {
        return new Finding(
                "sequence-behind",
                Severity.INFO,
                "column " + column + " of " + table.name()
                        + " is numbered by a sequence, which does not learn of the numbers that are copied",
                "before the application adds rows there, have the sequence go on behind the greatest: setval(...)");
    }

    /** SELECT: to leave rows alone that are right. */
    private static List<String> missing(Destination into, boolean updates) {
        List<String> missing = new ArrayList<>(into.table().missingPrivileges());
        if (!updates) {
            missing.remove("UPDATE");
        }
        if (!into.mayInsert()) {
            missing.add(0, "INSERT");
        }
        return missing;
    }
}
