package dev.backfill.database.sql;

import dev.backfill.database.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables and later columns that DDL makes, read from the DDL itself, so that an installation of an older version is
 * known by what it lacks. DDL that adds to a table that is there already says {@code ALTER TABLE … ADD COLUMN IF NOT
 * EXISTS}, one column each.
 */
final class PostgresParts {
    /** A schema's name is quoted and may have anything in it. */
    private static final String NAME = "(\"(?:[^\"]|\"\")*\"\\.\\w+)";

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS " + NAME);
    private static final Pattern COLUMN =
            Pattern.compile("ALTER TABLE " + NAME + "\\s+ADD COLUMN IF NOT EXISTS (\\w+)");

    private final List<String> conditions = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    PostgresParts(List<String> ddl) {
        for (String statement : ddl) {
            Matcher table = TABLE.matcher(statement);
            Matcher column = COLUMN.matcher(statement);
            if (table.find()) {
                conditions.add("to_regclass(?) IS NOT NULL");
                names.add(table.group(1));
            } else if (column.find()) {
                conditions.add("EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ?"
                        + " AND NOT attisdropped)");
                names.add(column.group(1));
                names.add(column.group(2));
            } else {
                throw new IllegalStateException("neither a table nor a column: " + statement);
            }
        }
    }

    /** True if nothing is missing. */
    boolean allThere(Session session) {
        return session.one("SELECT " + String.join(" AND ", conditions), row -> row.flag(1), names.toArray());
    }
}
