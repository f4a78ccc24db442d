package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.List;

/** A digest of a row's stored bytes: of the columns that were read, by which a row is known to be as it was. */
final class MariaVersion {
    private MariaVersion() {}

    /** The expression. */
    static String of(List<Column> columns) {
        return "SHA1(CONCAT_WS(',', " + MariaNames.list(columns, MariaVersion::digested) + "))";
    }

    /** With its length in front, or as long as any other, so that no two lists of values look the same. */
    private static String digested(Column column) {
        String name = MariaNames.of(column);
        String value = MariaType.of(column) == MariaType.BINARY ? name : MariaType.text(name, column);
        if (MariaType.isLarge(column)) {
            // several of them are more than the server lets a text be: it would make NULL of all
            return "COALESCE(SHA1(" + value + "), '-')";
        }
        String bytes = "CAST(" + value + " AS BINARY)";
        return "COALESCE(CONCAT(OCTET_LENGTH(" + bytes + "), ':', " + bytes + "), '-')";
    }
}
