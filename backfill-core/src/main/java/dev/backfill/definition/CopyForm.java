package dev.backfill.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The YAML form of a copy. */
final class CopyForm {
    private static final List<String> PROPERTIES = List.of("from", "into", "columns", "transform", "on-conflict");
    private static final String FORM = "{ into: table, columns: { column: SQL expression } }";
    private static final String EXPRESSIONS = "SQL expressions over the row that is read, by column of the other table";

    private final Mistakes mistakes;
    private final CopyRules rules;
    private final Set<String> databases;
    private final TransformForm transforms;

    CopyForm(Mistakes mistakes, Rules rules, Set<String> databases, TransformForm transforms) {
        this.transforms = transforms;
        this.mistakes = mistakes;
        this.databases = databases;
        this.rules = new CopyRules(rules);
    }

    /**
     * @param table the one that is read; null if it could not be made out
     * @return null if something is wrong, which was reported
     */
    Work.@Nullable Copy read(YamlMap root, @Nullable TableName table) {
        YamlMap copy = root.map("copy", FORM);
        if (copy == null) {
            return null;
        }
        copy.refuseOthers(PROPERTIES);
        String from = from(copy, Objects.requireNonNullElse(root.text("database", "a database"), ""));
        TableName into = into(copy, table, from);
        Map<String, String> columns = columns(copy);
        Work.Rows transform = transforms.read(copy, "copy.");
        if (!columns.isEmpty()) {
            rules.transform(transform, from, columns.keySet());
        }
        OnConflict onConflict = onConflict(copy);
        return into == null || columns.isEmpty() ? null : new Work.Copy(from, into, columns, onConflict, transform);
    }

    private @Nullable String from(YamlMap copy, String database) {
        String known = "another of the configured databases: ";
        String from = copy.text("from", known + Nearest.list("", databases));
        if (from != null && !databases.contains(from)) {
            mistakes.mistake(
                    "copy.from", "unknown database " + Shown.text(from), known + Nearest.list(from, databases));
        } else {
            rules.from(from, database);
        }
        return from;
    }

    private @Nullable TableName into(YamlMap copy, @Nullable TableName table, @Nullable String from) {
        String form = "the table to copy into, as table or schema.table";
        String text = copy.required("into", form);
        if (text == null) {
            return null;
        }
        try {
            TableName into = TableName.parse(text);
            rules.into(into, Objects.requireNonNullElse(table, new TableName(null, " ")), from);
            return into;
        } catch (IllegalArgumentException e) {
            mistakes.mistake("copy.into", Shown.text("into: " + text), form);
            return null;
        }
    }

    private Map<String, String> columns(YamlMap copy) {
        copy.require("columns", EXPRESSIONS);
        Map<String, String> columns = new LinkedHashMap<>();
        YamlMap map = copy.map("columns", EXPRESSIONS);
        if (map == null) {
            return columns;
        }
        if (map.keys().isEmpty()) {
            mistakes.mistake("copy.columns", "empty \"columns\"", EXPRESSIONS);
        }
        for (String column : map.keys()) {
            String expression = map.text(column, "an SQL expression; for SQL's null write NULL");
            if (expression != null) {
                columns.put(column, expression);
                rules.column(column, expression);
            }
        }
        return columns;
    }

    private OnConflict onConflict(YamlMap copy) {
        String known = "skip (leave the row that is there), update (overwrite it) or fail (make a dead letter)";
        String text = copy.text("on-conflict", known);
        if (text == null) {
            return OnConflict.SKIP;
        }
        return OnConflict.of(text).orElseGet(() -> {
            mistakes.mistake("copy.on-conflict", Shown.text("on-conflict: " + text), known);
            return OnConflict.SKIP;
        });
    }
}
