package dev.backfill.database.sql;

import dev.backfill.database.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Foreign keys by which other tables refer to one. Asked for them outright MariaDB opens every table of every schema,
 * which takes it minutes where there are many: so it is asked for one schema at a time, and only for those that have any
 * that refer to the table.
 */
final class MariaReferences {
    private static final String REFERRED =
            """
            SELECT CONSTRAINT_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE
             WHERE %s REFERENCED_TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME = ?
               AND NOT (TABLE_SCHEMA = REFERENCED_TABLE_SCHEMA AND TABLE_NAME = REFERENCED_TABLE_NAME)
             ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION""";

    private static final Pattern PLAIN = Pattern.compile("\\w+/\\w+");

    private MariaReferences() {}

    /** Of each, its name and the columns that it refers to. */
    static <T> List<T> to(MariaSession session, String schema, String table, Session.RowMapper<T> mapper) {
        String referring = session.flavour().views().schemasWithReferences();
        if (!referring.isEmpty() && session.probe(referring + " WHERE REF_NAME = ''") == 0) {
            List<String> schemas =
                    session.query(referring + " WHERE REF_NAME LIKE ?", row -> row.string(1), pattern(schema, table));
            if (schemas.stream().noneMatch(MariaReferences::spelt)) {
                List<T> found = new ArrayList<>();
                for (String from : schemas) {
                    found.addAll(
                            session.query(REFERRED.formatted("TABLE_SCHEMA = ? AND"), mapper, from, schema, table));
                }
                return found;
            }
        }
        return session.query(REFERRED.formatted(""), mapper, schema, table);
    }

    /** Of the name of the table as that view has it, and perhaps of others. */
    private static String pattern(String schema, String table) {
        String name = schema + "/" + table;
        return PLAIN.matcher(name).matches() ? name : "%@%";
    }

    /** What is not a letter of ASCII, a digit or an underscore is spelt in another way there. */
    private static boolean spelt(String name) {
        return name.contains("@");
    }
}
