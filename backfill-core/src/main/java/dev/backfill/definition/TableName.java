package dev.backfill.definition;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table's name as the catalog spells it, case included; never quoted.
 *
 * @param schema null means: the first schema in which the connection finds the table
 */
public record TableName(@Nullable String schema, String table) {
    private static final String PART = "(\"(?:[^\"]|\"\")+\"|[^\\s.\"]+)";
    private static final Pattern FORM = Pattern.compile(PART + "(?:\\." + PART + ")?");

    public TableName {
        if (table.isEmpty()) {
            throw new IllegalArgumentException("a table's name must not be empty");
        }
    }

    /**
     * Reads {@code table} or {@code schema.table}. A part with dots, quotes or spaces in it stands in double quotes; case
     * is kept either way.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static TableName parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a table's name: " + text);
        }
        String first = unquoted(parts.group(1));
        String second = parts.group(2);
        return second == null ? new TableName(null, first) : new TableName(first, unquoted(second));
    }

    private static String unquoted(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }

    @Override
    public String toString() {
        return schema == null ? table : schema + "." + table;
    }
}
