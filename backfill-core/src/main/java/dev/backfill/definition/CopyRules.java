package dev.backfill.definition;

/** What a copy must be like, whether it comes from YAML or from Java. */
final class CopyRules {
    static final String COLUMNS = "copy.columns.";

    private final Rules rules;

    CopyRules(Rules rules) {
        this.rules = rules;
    }

    /**
     * @param table the one that is read
     */
    void all(Work.Copy copy, TableName table) {
        into(copy.into(), table);
        copy.columns().forEach(this::column);
    }

    void into(TableName into, TableName table) {
        rules.table("copy.into", into);
        if (into.equals(table)) {
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
