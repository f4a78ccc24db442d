package dev.backfill.database;

import dev.backfill.definition.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table as the catalog describes it at one moment. Immutable.
 *
 * @param name with its schema filled in
 * @param primaryKey column names in the index's order; empty if there is none
 * @param uniqueKeys column names of each unique index over plain columns and all rows, the primary key's included, in
 *     the index's order
 * @param triggers names of enabled triggers that an UPDATE fires
 * @param foreignKeys names of foreign keys by which this table refers to others, each with its columns
 * @param referencedBy names of foreign keys by which others refer to this table, each with the columns referred to
 * @param rowSecurity true if row-level security hides or refuses rows for the connected user
 * @param missingPrivileges of SELECT and UPDATE, those that the connected user lacks; an UPDATE may be granted by column
 * @param anyCase true if a column's name may be written in any case
 * @param estimatedRows from the catalog's statistics; -1 if the table was never analysed
 * @param bytes size on disk with its indexes
 */
public record Table(
        TableName name,
        List<Column> columns,
        List<String> primaryKey,
        List<List<String>> uniqueKeys,
        List<String> triggers,
        List<ForeignKey> foreignKeys,
        List<ForeignKey> referencedBy,
        boolean rowSecurity,
        List<String> missingPrivileges,
        boolean anyCase,
        long estimatedRows,
        long bytes) {

    /** A foreign key with the columns of the table it was asked about. */
    public record ForeignKey(String name, List<String> columns) {}

    public Optional<Column> column(String columnName) {
        return columns.stream().filter(c -> c.name().equals(columnName)).findFirst();
    }

    /**
     * The column that is meant in an expression.
     *
     * @param written without quotes; folded to lower case if it had none
     */
    public Optional<Column> meant(String written) {
        return column(written).or(() -> columns.stream()
                .filter(c -> anyCase && c.name().equalsIgnoreCase(written))
                .findFirst());
    }

    /**
     * @throws IllegalArgumentException if there is no such column; ask {@link #column} where that is possible
     */
    public Column require(String columnName) {
        return column(columnName)
                .orElseThrow(() -> new IllegalArgumentException("table " + name + " has no column " + columnName));
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * Names of the columns that identify a row and order the work.
     *
     * @param named by a definition; empty means the primary key
     */
    public List<String> keyNames(List<String> named) {
        return named.isEmpty() ? primaryKey : named;
    }

    /** The columns of {@link #keyNames}. */
    public List<Column> key(List<String> named) {
        return keyNames(named).stream().map(this::require).toList();
    }
}
