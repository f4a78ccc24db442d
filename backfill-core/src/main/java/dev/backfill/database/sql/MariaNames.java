package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.definition.TableName;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names as they stand in MariaDB's SQL, whatever its sql_mode. */
final class MariaNames {
    private MariaNames() {}

    static String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    static String quote(TableName name) {
        return name.schema() == null ? quote(name.table()) : quote(name.schema()) + "." + quote(name.table());
    }

    /** The column of the table that a statement is about. */
    static String of(Column column) {
        return "t." + quote(column.name());
    }

    static String list(List<Column> columns, Function<Column, String> form) {
        return columns.stream().map(form).collect(Collectors.joining(", "));
    }

    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
