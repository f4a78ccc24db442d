package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** SQL work in the words of MariaDB and MySQL. */
final class MariaRangeUpdate extends SqlRangeUpdate {
    private final String unordered;

    /**
     * @param unordered see {@link MariaStatements}
     * @param generated names of columns that follow from others
     */
    MariaRangeUpdate(
            String unordered,
            MariaKeyset keyset,
            String where,
            Map<Column, String> expressions,
            List<String> generated) {
        super(keyset, where, expressions);
        this.unordered = independent(expressions, generated) ? "" : unordered;
    }

    /** True if no expression as much as mentions a column that another assignment changes. */
    private static boolean independent(Map<Column, String> expressions, List<String> generated) {
        return expressions.entrySet().stream().allMatch(each -> Stream.concat(
                        generated.stream(),
                        expressions.keySet().stream()
                                .filter(column -> !column.equals(each.getKey()))
                                .map(Column::name))
                .noneMatch(name -> mentions(each.getValue(), name)));
    }

    private static boolean mentions(String expression, String name) {
        return expression
                .toLowerCase(Locale.ROOT)
                .contains(name.replace("`", "``").toLowerCase(Locale.ROOT));
    }

    @Override
    String before() {
        return unordered;
    }

    @Override
    String assigned(Column column) {
        return MariaNames.of(column);
    }

    @Override
    String value(Column column, String expression) {
        return MariaType.present(expression, column);
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
