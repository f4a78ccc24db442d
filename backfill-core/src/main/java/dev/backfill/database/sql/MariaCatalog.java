package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.definition.TableName;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a table's description from the information schema. */
final class MariaCatalog {
    private static final String RELATION =
            """
            SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, coalesce(ENGINE, ''), coalesce(TABLE_ROWS, -1),
                   coalesce(DATA_LENGTH, 0) + coalesce(INDEX_LENGTH, 0)
              FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = coalesce(?, DATABASE()) AND TABLE_NAME = ?""";

    private static final String COLUMNS =
            """
            SELECT COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, IS_NULLABLE = 'YES',
                   CASE WHEN coalesce(GENERATION_EXPRESSION, '') <> '' THEN 'COMPUTED'
                        WHEN EXTRA LIKE '%on update%' THEN 'FOLLOWING' ELSE 'NONE' END,
                   nullif(GENERATION_EXPRESSION, ''), COLLATION_NAME
              FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
             ORDER BY ORDINAL_POSITION""";

    /**
     * An index over the beginning of a column, as every one over a long text is, does not tell rows apart. The table is
     * named in both places: where a view is asked by another row's value MariaDB opens every table that it has.
     */
    private static final String KEYS =
            """
            SELECT INDEX_NAME, COLUMN_NAME
              FROM information_schema.STATISTICS
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0 AND INDEX_TYPE = 'BTREE'
               AND INDEX_NAME NOT IN (SELECT INDEX_NAME FROM information_schema.STATISTICS
                                       WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
                                         AND (SUB_PART IS NOT NULL OR COLUMN_NAME IS NULL))
             ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX""";

    private static final String TRIGGERS =
            """
            SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
             WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? AND EVENT_MANIPULATION = 'UPDATE'
             ORDER BY TRIGGER_NAME""";

    private static final String REFERS =
            """
            SELECT CONSTRAINT_NAME, COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL
             ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION""";

    /** A privilege on the table, or on the column, is missing. */
    private static final Set<Integer> DENIED = Set.of(1142, 1143);

    private final MariaSession session;
    private Map<List<String>, String> indexes = Map.of();

    MariaCatalog(MariaSession session) {
        this.session = session;
    }

    Table describe(TableName name) {
        List<Relation> found = session.query(RELATION, MariaCatalog::relation, name.schema(), name.table()).stream()
                .filter(r -> foldsNames() || r.table().equals(name.table()))
                .toList();
        if (found.isEmpty()) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    "table " + name + " does not exist, or the connected user may not see it" + suggestion(name),
                    "name it as the catalog spells it, with its schema: names are case-sensitive here");
        }
        Relation relation = found.get(0);
        refuseUnlessTable(name, relation);
        TableName full = new TableName(relation.schema(), relation.table());
        Object[] where = {relation.schema(), relation.table()};
        List<Column> columns = session.query(COLUMNS, MariaCatalog::column, where);
        refuseMisread(full, columns);
        List<Part> keys = session.query(
                KEYS, MariaCatalog::part, relation.schema(), relation.table(), relation.schema(), relation.table());
        indexes = byColumns(keys);
        return new Table(
                full,
                columns,
                grouped(keys.stream().filter(k -> k.name().equals("PRIMARY")).toList(), Part::column).stream()
                        .findFirst()
                        .orElse(List.of()),
                grouped(keys, Part::column),
                session.query(TRIGGERS, row -> row.string(1), where),
                foreignKeys(session.query(REFERS, MariaCatalog::part, where)),
                foreignKeys(MariaReferences.to(session, relation.schema(), relation.table(), MariaCatalog::part)),
                false,
                missingPrivileges(full, columns),
                true,
                relation.rows(),
                relation.bytes());
    }

    /** True if the server takes names of tables in any case. */
    private boolean foldsNames() {
        return session.one("SELECT @@lower_case_table_names > 0", row -> row.flag(1));
    }

    private static void refuseUnlessTable(TableName name, Relation relation) {
        String found =
                switch (relation.type()) {
                    case "BASE TABLE", "SYSTEM VERSIONED" -> null;
                    case "VIEW", "SYSTEM VIEW" -> "a view";
                    default -> "a " + relation.type().toLowerCase(java.util.Locale.ROOT);
                };
        if (found != null) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    name + " is " + found + "; expected a table",
                    "name the table that holds the rows");
        }
        if (!relation.engine().equals("InnoDB")) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    name + " is stored by " + relation.engine()
                            + ", which has no transactions; expected InnoDB: without"
                            + " them no row is changed exactly once, and no dry run is dry",
                    "ALTER TABLE " + MariaNames.quote(name) + " ENGINE = InnoDB");
        }
    }

    private void refuseMisread(TableName table, List<Column> columns) {
        Stream.concat(
                        Stream.of(String.valueOf(table.schema()), table.table()),
                        columns.stream().map(Column::name))
                .filter(session.flavour().statements().misread().asPredicate())
                .findFirst()
                .ifPresent(name -> {
                    throw new BackfillException(
                            ErrorCode.TABLE_UNUSABLE,
                            table + ": the name " + name + " has a backslash at its end or before a backtick, where "
                                    + session.flavour().product() + "'s driver does not find the name's end",
                            "rename it");
                });
    }

    private String suggestion(TableName name) {
        List<String> near = session.query(
                "SELECT concat(TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.TABLES"
                        + " WHERE lower(TABLE_NAME) = lower(?) ORDER BY 1 LIMIT 3",
                row -> row.string(1),
                name.table());
        return near.isEmpty() ? "" : "; there is " + String.join(", ", near);
    }

    /** Tried, for the views of privileges know nothing of roles. */
    private List<String> missingPrivileges(TableName name, List<Column> columns) {
        String table = MariaNames.quote(name);
        List<String> missing = new ArrayList<>();
        if (DENIED.contains(session.probe("SELECT 1 FROM " + table + " LIMIT 0"))) {
            missing.add("SELECT");
        }
        boolean denied = columns.stream()
                .filter(column -> !column.generated())
                .map(column -> MariaNames.quote(column.name()))
                .allMatch(column -> DENIED.contains(session.probe(
                        "UPDATE " + table + " SET " + column + " = DEFAULT(" + column + ") WHERE false")));
        if (denied) {
            missing.add("UPDATE");
        }
        return missing;
    }

    /** The unique indexes of the table that was described, by their columns: of several the primary key's. */
    Map<List<String>, String> indexes() {
        return indexes;
    }

    private static Map<List<String>, String> byColumns(List<Part> parts) {
        Map<String, List<String>> columns = parts.stream()
                .collect(Collectors.groupingBy(
                        Part::name,
                        LinkedHashMap::new,
                        Collectors.mapping(Part::column, Collectors.toUnmodifiableList())));
        Map<List<String>, String> names = new LinkedHashMap<>();
        columns.forEach((name, key) -> names.putIfAbsent(key, name));
        return names;
    }

    private static List<List<String>> grouped(List<Part> parts, Function<Part, String> column) {
        return parts.stream()
                .collect(Collectors.groupingBy(
                        Part::name, LinkedHashMap::new, Collectors.mapping(column, Collectors.toUnmodifiableList())))
                .values()
                .stream()
                .toList();
    }

    private static List<Table.ForeignKey> foreignKeys(List<Part> parts) {
        return parts.stream()
                .collect(Collectors.groupingBy(
                        Part::name,
                        LinkedHashMap::new,
                        Collectors.mapping(Part::column, Collectors.toUnmodifiableList())))
                .entrySet()
                .stream()
                .map(e -> new Table.ForeignKey(e.getKey(), e.getValue()))
                .toList();
    }

    private static Relation relation(Session.Cells row) {
        return new Relation(row.string(1), row.string(2), row.string(3), row.string(4), row.number(5), row.number(6));
    }

    private static Part part(Session.Cells row) {
        return new Part(row.string(1), row.string(2));
    }

    private static Column column(Session.Cells row) {
        String type = row.string(2);
        String bare = row.string(3) + (type.contains(" unsigned") ? " unsigned" : "");
        Column.Generation generation = Column.Generation.valueOf(row.string(5));
        return new Column(row.string(1), type, bare, row.flag(4), generation, row.text(6), row.text(7));
    }

    private record Relation(String schema, String table, String type, String engine, long rows, long bytes) {}

    private record Part(String name, String column) {}
}
