package dev.backfill.database.sql;

import dev.backfill.database.Destination;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.definition.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what matters about a table that is copied into by pragmas. */
final class SqliteDestination {
    private static final String DEFAULTED =
            "SELECT name FROM pragma_table_xinfo(?) WHERE dflt_value IS NOT NULL OR hidden > 1";

    /** A key that is the row's own number counts on by itself. */
    private static final String NUMBERED =
            """
            SELECT x.name FROM pragma_table_list l, pragma_table_xinfo(l.name) x
             WHERE l.schema = 'main' AND l.name = ? AND l.wr = 0 AND x.pk = 1 AND lower(x.type) = 'integer'
               AND NOT EXISTS (SELECT 1 FROM pragma_index_list(l.name) i WHERE i.origin = 'pk')""";

    private SqliteDestination() {}

    static Destination read(Session session, SqliteFile file, TableName name) {
        Table table = new SqliteCatalog(session, file).describe(name);
        String bare = table.name().table();
        Set<String> defaulted = new HashSet<>(session.query(DEFAULTED, row -> row.string(1), bare));
        defaulted.addAll(session.query(NUMBERED, row -> row.string(1), bare));
        List<String> triggers = SqliteTriggers.of(session, bare, "insert");
        return new Destination(table, defaulted, List.of(), triggers, file.writable());
    }
}
