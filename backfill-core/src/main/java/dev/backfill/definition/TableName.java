package dev.backfill.definition;

import org.jspecify.annotations.Nullable;

/**
 * A table's name as the catalog spells it, case included; never quoted.
 *
 * @param schema null means: the first schema in which the connection finds the table
 */
public record TableName(@Nullable String schema, String table) {
    public TableName {
        if (table.isEmpty()) {
            throw new IllegalArgumentException("a table's name must not be empty");
        }
    }

    @Override
    public String toString() {
        return schema == null ? table : schema + "." + table;
    }
}
