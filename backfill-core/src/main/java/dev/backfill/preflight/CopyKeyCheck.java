package dev.backfill.preflight;

import dev.backfill.database.Column;
import dev.backfill.database.CopyDatabase;
import dev.backfill.database.Destination;
import dev.backfill.database.ValueType;
import dev.backfill.database.ValueType.Fit;
import dev.backfill.database.ValueType.Kind;
import dev.backfill.definition.Work;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each row that is read has one row in the other table: a unique key there holds the key, in its order. */
final class CopyKeyCheck implements PreflightCheck {
    /** Have the same order in every database of a kind; of text, each database's default decides. */
    private static final Set<Kind> SAME_ORDER =
            Set.of(Kind.INTEGER, Kind.DECIMAL, Kind.UUID, Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT, Kind.BYTES);

    private static final Set<Kind> WITH_DIGITS = Set.of(Kind.DECIMAL, Kind.TIME, Kind.TIMESTAMP, Kind.INSTANT);

    /** Of each kind of database the collation that orders text by its characters' numbers. */
    private static final Set<String> BY_NUMBER = Set.of("C", "utf8mb4_nopad_bin", "BINARY");

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
            if (copy.imagesOf(column).isEmpty() || (!context.table().anyCase() && !copy.spells(column))) {
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
        for (String column : image) {
            if (copy.transformed().contains(column)) {
                findings.add(new Finding(
                        "copy-key-transformed",
                        Severity.ERROR,
                        context.backfill().source().at("copy.transform") + ": the transform writes column " + column
                                + ", by which a row is found again in "
                                + into.table().name(),
                        "leave the columns that hold the key " + key + " as they are; they are " + image));
            }
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

    private static void type(Context context, @Nullable Column from, Column to, List<Finding> findings) {
        if (from == null) {
            return;
        }
        ValueType given = context.database().given(from);
        ValueType taken = context.database().taken(to);
        if (context.database() instanceof CopyDatabase both && !both.ofOneKind()) {
            between(context, from, to, given, taken, findings);
        } else {
            alike(context, from, to, given, taken, findings);
        }
        if (to.nullable()) {
            findings.add(new Finding(
                    "copy-key-nullable",
                    Severity.ERROR,
                    context.whereWritten(to.name()) + ": column " + to.name() + " may be NULL",
                    "make it NOT NULL: rows whose key is NULL are never found again"));
        }
    }

    private static void alike(
            Context context, Column from, Column to, ValueType given, ValueType taken, List<Finding> findings) {
        boolean alike = (from.bareType().equals(to.bareType()) && writtenAlike(from, given, taken))
                || (given.kind() == Kind.INTEGER && taken.kind() == Kind.INTEGER)
                // ordered and compared alike; the other way spaces at the end may be cut
                || (from.bareType().equals("pg_catalog.varchar")
                        && to.bareType().equals("pg_catalog.text"));
        if (!alike || !Objects.equals(from.collation(), to.collation())) {
            findings.add(new Finding(
                    "copy-key-type",
                    Severity.ERROR,
                    both(context, from, to),
                    "give both the same type and collation: the order of keys must be the same in both tables"));
        }
        if (context.copy().map(Work.Copy::from).isPresent()
                && from.collation() == null
                && !SAME_ORDER.contains(given.kind())) {
            findings.add(new Finding(
                    "copy-key-order",
                    Severity.ERROR,
                    context.whereWritten(to.name()) + ": key column " + from.name() + " is " + shown(from)
                            + ", which two databases may order in two ways",
                    "use a key of whole numbers, times or UUIDs, or give the column the same collation of its own in both,"
                            + " such as \"C\""));
        }
    }

    /** What is written with another number of digits is not found again by its text. */
    private static boolean writtenAlike(Column from, ValueType given, ValueType taken) {
        // PostgreSQL writes no more digits of a time than it has
        boolean asFewAsItHas = from.bareType().startsWith("pg_catalog.")
                && given.kind() != Kind.DECIMAL
                && taken.scale() >= given.scale();
        return !WITH_DIGITS.contains(given.kind())
                || given.scale() == taken.scale()
                || taken.scale() == ValueType.UNLIMITED
                || asFewAsItHas;
    }

    /** Keys of two kinds of databases must have the same order, and be written the same way. */
    private static void between(
            Context context, Column from, Column to, ValueType given, ValueType taken, List<Finding> findings) {
        boolean same = given.kind() == taken.kind()
                && switch (given.kind()) {
                    case INTEGER -> given.into(taken) == Fit.ALWAYS || CopyKeyRangeCheck.mayFit(given, taken);
                    case DECIMAL -> given.scale() == taken.scale() && given.scale() != ValueType.UNLIMITED;
                    case DATE -> true;
                    case TEXT -> byNumber(from, given) && byNumber(to, taken);
                    case BOOLEAN, FLOAT, BYTES, TIME, TIMESTAMP, INSTANT, UUID, JSON, NOTHING, OTHER -> false;
                };
        if (!same) {
            findings.add(new Finding(
                    "copy-key-order",
                    Severity.ERROR,
                    both(context, from, to) + ": two kinds of databases may order or write them in two ways",
                    "use a key of whole numbers that the other column takes all of, of dates, of decimals of one scale,"
                            + " or of text of variable length collated \"C\" in PostgreSQL, utf8mb4_nopad_bin in"
                            + " MariaDB and BINARY in SQLite"));
        }
    }

    private static boolean byNumber(Column column, ValueType type) {
        return column.collation() != null && BY_NUMBER.contains(column.collation()) && !type.fixed();
    }

    static String both(Context context, Column from, Column to) {
        return context.whereWritten(to.name()) + ": key column " + from.name() + " is " + shown(from) + ", and "
                + to.name() + " is " + shown(to);
    }

    private static String shown(Column column) {
        return column.collation() == null ? column.type() : column.type() + " collate " + column.collation();
    }
}
