package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Destination;
import dev.backfill.database.Table;
import dev.backfill.definition.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what matters about a table that is copied into from MariaDB's information schema. */
final class MariaDestination {
    private static final String DEFAULTED =
            """
            SELECT COLUMN_NAME FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
               AND (COLUMN_DEFAULT IS NOT NULL OR EXTRA LIKE '%auto_increment%'
                    OR coalesce(GENERATION_EXPRESSION, '') <> '')""";

    private static final String TRIGGERS =
            """
            SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
             WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? AND EVENT_MANIPULATION = 'INSERT'
             ORDER BY TRIGGER_NAME""";

    /** A privilege on the table, or on the column, is missing. */
    private static final Set<Integer> DENIED = Set.of(1142, 1143);

    private MariaDestination() {}

    static Destination read(MariaSession session, TableName name) {
        Table table = new MariaCatalog(session).describe(name);
        Object[] where = {table.name().schema(), table.name().table()};
        List<String> defaulted = session.query(DEFAULTED, row -> row.string(1), where);
        return new Destination(
                table,
                new HashSet<>(defaulted),
                List.of(),
                session.query(TRIGGERS, row -> row.string(1), where),
                mayInsert(session, table));
    }

    /** Tried, for the views of privileges know nothing of roles. */
    private static boolean mayInsert(MariaSession session, Table table) {
        return table.columns().stream()
                .filter(column -> !column.generated())
                .map(Column::name)
                .anyMatch(column -> !DENIED.contains(session.probe("INSERT INTO " + MariaNames.quote(table.name())
                        + " (" + MariaNames.quote(column) + ") SELECT NULL FROM DUAL WHERE false")));
    }
}
