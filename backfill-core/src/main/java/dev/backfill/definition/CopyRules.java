package dev.backfill.definition;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a copy must be like, whether it comes from YAML or from Java. */
final class CopyRules {
    static final String COLUMNS = "copy.columns.";
    private static final String TRANSFORM = "copy.transform";

    private final Rules rules;

    CopyRules(Rules rules) {
        this.rules = rules;
    }

    /**
     * @param table the one that is read
     * @param database the one that is written
     */
    void all(Work.Copy copy, TableName table, String database) {
        from(copy.from(), database);
        into(copy.into(), table, copy.from());
        copy.columns().forEach(this::column);
        transform(copy.transform(), copy.from(), copy.columns().keySet());
    }

    void from(@Nullable String from, String database) {
        if (from == null) {
            return;
        }
        rules.label("copy.from", from);
        if (from.equals(database)) {
            rules.wrong("copy.from", from, "another database than the one that is written, or no \"from\" at all");
        }
    }

    void into(TableName into, TableName table, @Nullable String from) {
        rules.table("copy.into", into);
        if (from == null && into.equals(table)) {
            rules.mistake(
                    "copy.into",
                    "the table " + Shown.text(table.toString()) + " copied into itself",
                    "another table; to change columns of the same table use set");
        }
    }

    void column(String column, String expression) {
        rules.label(COLUMNS + column, column);
        rules.expression(COLUMNS + column, expression);
    }

    /**
     * @param columns of the other table
     */
    void transform(Work.@Nullable Rows rows, @Nullable String from, Set<String> columns) {
        if (rows == null) {
            return;
        }
        if (from == null) {
            rules.mistake(
                    TRANSFORM,
                    "a \"transform\" in a copy within one database, whose rows never leave it",
                    "expressions in columns:, or after the copy a backfill of the other table with set or with a transform"
                            + " by itself; a copy with from: another database takes a transform");
        }
        if (rows.transform().writes().isEmpty()) {
            rules.wrong(TRANSFORM, rows.name(), "a transform that writes at least one column");
        }
        Set<String> named = new LinkedHashSet<>(rows.transform().reads());
        named.addAll(rows.transform().writes());
        for (String column : named) {
            if (!columns.contains(column)) {
                rules.mistake(
                        TRANSFORM,
                        "the transform " + Shown.text(rows.name()) + " for the column " + Shown.text(column)
                                + ", which is not copied",
                        "a transform over columns of the other table that stand in columns:, which are "
                                + Nearest.list(column, columns));
            }
        }
    }
}
