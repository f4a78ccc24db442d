package dev.backfill.definition;

import org.jspecify.annotations.Nullable;

/** What a copy must be like, whether it comes from YAML or from Java. */
final class CopyRules {
    static final String COLUMNS = "copy.columns.";

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
}
