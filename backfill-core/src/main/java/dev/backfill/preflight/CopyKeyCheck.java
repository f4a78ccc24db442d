package dev.backfill.preflight;

import dev.backfill.database.Column;
import dev.backfill.database.Destination;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Each row that is read has one row in the other table: a unique key there holds the key, in its order. */
final class CopyKeyCheck implements PreflightCheck {
    /** Have one order among them. */
    private static final Set<String> WHOLE_NUMBERS = Set.of("pg_catalog.int2", "pg_catalog.int4", "pg_catalog.int8");

    /** Have the same order in every database; of text, each database's default decides. */
    private static final Set<String> SAME_ORDER = Set.of(
            "pg_catalog.int2",
            "pg_catalog.int4",
            "pg_catalog.int8",
            "pg_catalog.numeric",
            "pg_catalog.uuid",
            "pg_catalog.date",
            "pg_catalog.timestamp",
            "pg_catalog.timestamptz",
            "pg_catalog.bytea");

    @Override
    public String name() {
        return "copy-key";
    }

    @Override
    public List<Finding> run(Context context) {
        return context.copy()
                .filter(copy -> CopyTargetCheck.reachable(context))
                .map(copy -> run(context, copy))
                .orElse(List.of());
    }

    private static List<Finding> run(Context context, Work.Copy copy) {
        List<String> key = context.key();
        Destination into = context.destination();
        List<Finding> findings = new ArrayList<>();
        for (String column : key) {
            if (copy.imagesOf(column).isEmpty()) {
                findings.add(new Finding(
                        "copy-key-missing",
                        Severity.ERROR,
                        context.backfill().source().at("copy.columns") + ": no column of "
                                + into.table().name() + " is the key column " + column + " and nothing else",
                        "add one to columns: so that a row can be found again in the other table"));
            }
        }
        if (!findings.isEmpty()) {
            return findings;
        }
        List<String> image = Destination.image(into.table(), copy, key).orElse(null);
        if (image == null) {
            List<String> wanted =
                    key.stream().map(column -> copy.imagesOf(column).get(0)).toList();
            return List.of(new Finding(
                    "copy-key-not-unique",
                    Severity.ERROR,
                    context.backfill().source().at("copy.columns") + ": no unique index of "
                            + into.table().name()
                            + " is over " + wanted + " in this order; "
                            + (into.table().uniqueKeys().isEmpty()
                                    ? "the table has none"
                                    : "unique are " + into.table().uniqueKeys()),
                    "create a unique index on " + into.table().name() + " (" + String.join(", ", wanted)
                            + "): without it a row could be copied twice"));
        }
        for (int i = 0; i < key.size(); i++) {
            type(
                    context,
                    context.table().column(key.get(i)).orElse(null),
                    into.table().require(image.get(i)),
                    findings);
        }
        return findings;
    }

    private static void type(
            Context context, @org.jspecify.annotations.Nullable Column from, Column to, List<Finding> findings) {
        if (from == null) {
            return;
        }
        boolean alike = from.bareType().equals(to.bareType())
                || (WHOLE_NUMBERS.contains(from.bareType()) && WHOLE_NUMBERS.contains(to.bareType()));
        if (!alike || !Objects.equals(from.collation(), to.collation())) {
            findings.add(new Finding(
                    "copy-key-type",
                    Severity.ERROR,
                    context.whereWritten(to.name()) + ": key column " + from.name() + " is " + shown(from) + ", and "
                            + to.name() + " is " + shown(to),
                    "give both the same type and collation: the order of keys must be the same in both tables"));
        }
        if (context.copy().map(Work.Copy::from).isPresent()
                && from.collation() == null
                && !SAME_ORDER.contains(from.bareType())) {
            findings.add(new Finding(
                    "copy-key-order",
                    Severity.ERROR,
                    context.whereWritten(to.name()) + ": key column " + from.name() + " is " + shown(from)
                            + ", which two databases may order in two ways",
                    "use a key of whole numbers, times or UUIDs, or give the column the same collation of its own in both,"
                            + " such as \"C\""));
        }
        if (to.nullable()) {
            findings.add(new Finding(
                    "copy-key-nullable",
                    Severity.ERROR,
                    context.whereWritten(to.name()) + ": column " + to.name() + " may be NULL",
                    "make it NOT NULL: rows whose key is NULL are never found again"));
        }
    }

    private static String shown(Column column) {
        return column.collation() == null ? column.type() : column.type() + " collate " + column.collation();
    }
}
