package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.Map;

/** SQL work in SQLite's words. */
final class SqliteRangeUpdate extends SqlRangeUpdate {
    SqliteRangeUpdate(SqliteKeyset keyset, String where, Map<Column, String> expressions) {
        super(keyset, where, expressions);
    }

    @Override
    String assigned(Column column) {
        return Identifiers.quote(column.name());
    }

    @Override
    String differs(Column column, String expression) {
        return SqliteType.differs(column, expression);
    }

    @Override
    String stored(Column column) {
        return given(SqliteNames.of(column), column);
    }

    @Override
    String given(String value, Column column) {
        return SqliteType.text(value);
    }
}
