package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.definition.TableName;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names as they stand in standard SQL. */
final class Identifiers {
    private Identifiers() {}

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quote(TableName name) {
        return name.schema() == null ? quote(name.table()) : quote(name.schema()) + "." + quote(name.table());
    }

    static String list(List<Column> columns, Function<Column, String> form) {
        return columns.stream().map(form).collect(Collectors.joining(", "));
    }
}
