package dev.backfill.database.sql;

import dev.backfill.database.Destination;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.definition.TableName;
import java.util.HashSet;
import java.util.List;

/** Reads what matters about a table that is copied into from PostgreSQL's system catalogs. */
final class PostgresDestination {
    private static final String DEFAULTED =
            """
            SELECT a.attname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
               AND (a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL)""";

    private static final String COUNTED =
            """
            SELECT a.attname FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
               AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%')
             ORDER BY a.attnum""";

    private static final String TRIGGERS =
            """
            SELECT tgname FROM pg_trigger
             WHERE tgrelid = to_regclass(?) AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype & 4 <> 0
             ORDER BY tgname""";

    private static final String MAY_INSERT =
            """
            SELECT has_table_privilege(to_regclass(?), 'INSERT') OR has_any_column_privilege(to_regclass(?), 'INSERT')""";

    private PostgresDestination() {}

    static Destination read(Session session, TableName name) {
        Table table = new PostgresCatalog(session).describe(name);
        String quoted = Identifiers.quote(table.name());
        List<String> defaulted = session.query(DEFAULTED, row -> row.string(1), quoted);
        return new Destination(
                table,
                new HashSet<>(defaulted),
                session.query(COUNTED, row -> row.string(1), quoted),
                session.query(TRIGGERS, row -> row.string(1), quoted),
                session.one(MAY_INSERT, row -> row.flag(1), quoted, quoted));
    }
}
