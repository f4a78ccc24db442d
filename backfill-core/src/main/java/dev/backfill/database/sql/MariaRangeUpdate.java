package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.Map;

/** SQL work in MariaDB's words. */
final class MariaRangeUpdate extends SqlRangeUpdate {
    MariaRangeUpdate(MariaKeyset keyset, String where, Map<Column, String> expressions) {
        super(keyset, where, expressions);
    }

    @Override
    String assigned(Column column) {
        return MariaNames.of(column);
    }

    @Override
    String differs(Column column, String expression) {
        return MariaType.differs(column, expression);
    }

    @Override
    String stored(Column column) {
        return given(MariaNames.of(column), column);
    }

    @Override
    String given(String value, Column column) {
        return MariaType.text(value, column);
    }
}
