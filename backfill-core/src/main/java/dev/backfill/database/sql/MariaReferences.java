package dev.backfill.database.sql;

import dev.backfill.database.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Foreign keys by which other tables refer to one. Asked for them outright MariaDB opens every table of every schema,
 * which takes it minutes where there are many: so it is asked for one schema at a time, and only for those that have any.
 */
final class MariaReferences {
    private static final String REFERRED =
            """
            SELECT CONSTRAINT_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE
             WHERE %s REFERENCED_TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME = ?
               AND NOT (TABLE_SCHEMA = REFERENCED_TABLE_SCHEMA AND TABLE_NAME = REFERENCED_TABLE_NAME)
             ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION""";

    private MariaReferences() {}

    /** Of each, its name and the columns that it refers to. */
    static <T> List<T> to(MariaSession session, String schema, String table, Session.RowMapper<T> mapper) {
        String withReferences = session.flavour().views().schemasWithReferences();
        if (!withReferences.isEmpty() && session.probe(withReferences) == 0) {
            List<String> schemas = session.query(withReferences, row -> row.string(1));
            // what is not a letter, a digit or an underscore is spelt in another way there
            if (schemas.stream().noneMatch(name -> name.contains("@"))) {
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
}
