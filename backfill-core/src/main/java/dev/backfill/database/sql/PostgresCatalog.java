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
import java.util.stream.Collectors;

/** Reads a table's description from PostgreSQL's system catalogs. */
final class PostgresCatalog {
    private static final String RELATION =
            """
            SELECT c.oid, n.nspname, c.relkind,
                   row_security_active(c.oid),
                   has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'),
                   has_table_privilege(c.oid, 'UPDATE') OR has_any_column_privilege(c.oid, 'UPDATE'),
                   -- until PostgreSQL 13, what was never analysed looks as if it were empty
                   (SELECT CASE WHEN bool_and(l.reltuples < 0 OR l.reltuples = 0 AND l.relpages = 0
                                              AND current_setting('server_version_num')::int < 140000) THEN -1
                                ELSE sum(greatest(l.reltuples, 0)) END
                      FROM pg_class l
                     WHERE l.oid = c.oid AND c.relkind <> 'p'
                        OR c.relkind = 'p' AND l.oid IN (SELECT relid FROM pg_partition_tree(c.oid) WHERE isleaf)),
                   (SELECT coalesce(sum(pg_total_relation_size(l.oid)), 0)
                      FROM pg_class l
                     WHERE l.oid = c.oid OR l.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid = to_regclass(?)""";

    private static final String COLUMNS =
            """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod),
                   -- names of built-in types need no quotes, and keywords among them (numeric, time) would get them
                   CASE tn.nspname WHEN 'pg_catalog' THEN 'pg_catalog.' || t.typname
                                   ELSE quote_ident(tn.nspname) || '.' || quote_ident(t.typname) END,
                   NOT a.attnotnull,
                   CASE WHEN a.attgenerated <> '' THEN 'COMPUTED' WHEN a.attidentity = 'a' THEN 'IDENTITY'
                        ELSE 'NONE' END,
                   CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
                   CASE WHEN co.collname <> 'default' THEN co.collname END
              FROM pg_attribute a
              JOIN pg_type t ON t.oid = a.atttypid
              JOIN pg_namespace tn ON tn.oid = t.typnamespace
              LEFT JOIN pg_collation co ON co.oid = a.attcollation
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum""";

    private static final String KEYS =
            """
            SELECT i.indisprimary, i.indexrelid::text, a.attname
              FROM pg_index i
              CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
               AND k.place <= i.indnkeyatts
             ORDER BY i.indisprimary DESC, i.indexrelid, k.place""";

    private static final String TRIGGERS =
            """
            SELECT tgname FROM pg_trigger
             WHERE tgrelid = ?::oid AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype & 16 <> 0
             ORDER BY tgname""";

    private static final String FOREIGN_KEYS =
            """
            SELECT c.conname, a.attname, c.confrelid = ?::oid AND c.conrelid <> ?::oid
              FROM pg_constraint c
              CROSS JOIN LATERAL unnest(CASE WHEN c.conrelid = ?::oid THEN c.conkey ELSE c.confkey END)
                   WITH ORDINALITY AS k (attnum, place)
              JOIN pg_attribute a ON a.attrelid = ?::oid AND a.attnum = k.attnum
             WHERE c.contype = 'f' AND (c.conrelid = ?::oid OR c.confrelid = ?::oid)
             ORDER BY c.conname, k.place""";

    private final Session session;

    PostgresCatalog(Session session) {
        this.session = session;
    }

    Table describe(TableName name) {
        List<Relation> found = session.query(RELATION, PostgresCatalog::relation, Identifiers.quote(name));
        if (found.isEmpty()) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    "table " + name + " does not exist, or the connected user may not see its schema"
                            + suggestion(name),
                    "name it as the catalog spells it, with its schema: names are case-sensitive here");
        }
        Relation relation = found.get(0);
        refuseUnlessTable(name, relation.kind());
        String oid = relation.oid();
        List<String> missing = new ArrayList<>();
        if (!relation.mayRead()) {
            missing.add("SELECT");
        }
        if (!relation.mayUpdate()) {
            missing.add("UPDATE");
        }
        List<KeyColumn> keys =
                session.query(KEYS, row -> new KeyColumn(row.flag(1), row.string(2), row.string(3)), oid);
        List<Reference> references = session.query(
                FOREIGN_KEYS,
                row -> new Reference(row.string(1), row.string(2), row.flag(3)),
                oid,
                oid,
                oid,
                oid,
                oid,
                oid);
        return new Table(
                new TableName(relation.schema(), name.table()),
                session.query(COLUMNS, PostgresCatalog::column, oid),
                columnsOf(keys.stream().filter(KeyColumn::primary).toList()).stream()
                        .findFirst()
                        .orElse(List.of()),
                columnsOf(keys),
                session.query(TRIGGERS, row -> row.string(1), oid),
                foreignKeys(references, false),
                foreignKeys(references, true),
                relation.rowSecurity(),
                missing,
                false,
                relation.estimatedRows(),
                relation.bytes());
    }

    private static void refuseUnlessTable(TableName name, String kind) {
        String found =
                switch (kind) {
                    case "r", "p" -> null;
                    case "v" -> "a view";
                    case "m" -> "a materialized view";
                    case "f" -> "a foreign table";
                    default -> "of kind '" + kind + "'";
                };
        if (found != null) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    name + " is " + found + "; expected a table",
                    "name the table that holds the rows");
        }
    }

    private String suggestion(TableName name) {
        List<String> near = session.query(
                """
                SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind IN ('r', 'p') AND lower(c.relname) = lower(?)
                   AND has_schema_privilege(n.oid, 'USAGE')
                 ORDER BY 1 LIMIT 3""",
                row -> row.string(1),
                name.table());
        return near.isEmpty() ? "" : "; there is " + String.join(", ", near);
    }

    private static List<List<String>> columnsOf(List<KeyColumn> keys) {
        return keys.stream()
                .collect(Collectors.groupingBy(
                        KeyColumn::index,
                        LinkedHashMap::new,
                        Collectors.mapping(KeyColumn::column, Collectors.toUnmodifiableList())))
                .values()
                .stream()
                .toList();
    }

    private static List<Table.ForeignKey> foreignKeys(List<Reference> references, boolean incoming) {
        return references.stream()
                .filter(r -> r.incoming() == incoming)
                .collect(Collectors.groupingBy(
                        Reference::name,
                        LinkedHashMap::new,
                        Collectors.mapping(Reference::column, Collectors.toUnmodifiableList())))
                .entrySet()
                .stream()
                .map(e -> new Table.ForeignKey(e.getKey(), e.getValue()))
                .toList();
    }

    private static Relation relation(Session.Cells row) {
        return new Relation(
                row.string(1),
                row.string(2),
                row.string(3),
                row.flag(4),
                row.flag(5),
                row.flag(6),
                row.number(7),
                row.number(8));
    }

    private static Column column(Session.Cells row) {
        return new Column(
                row.string(1),
                row.string(2),
                row.string(3),
                row.flag(4),
                Column.Generation.valueOf(row.string(5)),
                row.text(6),
                row.text(7));
    }

    private record Relation(
            String oid,
            String schema,
            String kind,
            boolean rowSecurity,
            boolean mayRead,
            boolean mayUpdate,
            long estimatedRows,
            long bytes) {}

    private record KeyColumn(boolean primary, String index, String column) {}

    private record Reference(String name, String column, boolean incoming) {}
}
