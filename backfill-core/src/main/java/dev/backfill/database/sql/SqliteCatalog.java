package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.definition.TableName;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a table's description by pragmas. */
final class SqliteCatalog {
    static final String SCHEMA = "main";

    private static final String BINARY = "BINARY";

    private static final String RELATION =
            "SELECT type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name = ?";

    private static final String COLUMNS =
            "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid";

    private static final String KEYS =
            """
            SELECT i.name, x.name, x.coll, i.origin FROM pragma_index_list(?) i, pragma_index_xinfo(i.name) x
             WHERE i."unique" = 1 AND i.partial = 0 AND x.key = 1 ORDER BY i.origin <> 'pk', i.name, x.seqno""";

    private static final String REFERS =
            "SELECT 'foreign key to ' || \"table\" || ' #' || id, \"from\" FROM pragma_foreign_key_list(?) ORDER BY id, seq";

    private static final String REFERRED =
            """
            SELECT 'foreign key of ' || m.name || ' #' || f.id, f."to", f."from"
              FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table' AND lower(f."table") = lower(?) ORDER BY m.name, f.id, f.seq""";

    private static final String BYTES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

    private final Session session;
    private final SqliteFile file;
    private final Map<List<String>, String> indexes = new HashMap<>();

    SqliteCatalog(Session session, SqliteFile file) {
        this.session = session;
        this.file = file;
    }

    Table describe(TableName name) {
        if (name.schema() != null && !name.schema().equals(SCHEMA)) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    "table " + name + " does not exist: a SQLite file has one schema, which is called " + SCHEMA,
                    "name the table without a schema");
        }
        String table = name.table();
        List<Relation> found =
                session.query(RELATION, row -> new Relation(row.string(1), row.flag(2), row.flag(3)), table);
        if (found.isEmpty() || table.startsWith("sqlite_")) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    "table " + name + " does not exist" + suggestion(table),
                    "name it as the catalog spells it: names are case-sensitive here");
        }
        Relation relation = found.get(0);
        if (!relation.type().equals("table")) {
            throw new BackfillException(
                    ErrorCode.TABLE_UNUSABLE,
                    name + " is a " + relation.type() + (relation.type().equals("view") ? "" : " table")
                            + "; expected an ordinary table",
                    "name the table that holds the rows");
        }
        List<Part> keys = session.query(
                KEYS,
                row -> new Part(
                        row.string(1), row.text(2), row.text(3), row.string(4).equals("pk")),
                table);
        List<Raw> raw = session.query(COLUMNS, SqliteCatalog::raw, table);
        List<String> primary = raw.stream()
                .filter(column -> column.pk() > 0)
                .sorted(java.util.Comparator.comparing(Raw::pk))
                .map(Raw::name)
                .toList();
        indexes.clear();
        if (!relation.withoutRowid()) {
            indexes.putAll(indexes(keys));
        }
        boolean rowid =
                !relation.withoutRowid() && primary.size() == 1 && keys.stream().noneMatch(Part::primary);
        Map<String, String> collations = collations(keys);
        List<Column> columns = raw.stream()
                .map(column -> column(table, column, relation, rowid, primary, keys, collations))
                .toList();
        return new Table(
                new TableName(SCHEMA, table),
                columns,
                primary,
                uniqueKeys(keys, rowid ? primary : null),
                SqliteTriggers.of(session, table, "update"),
                foreignKeys(REFERS, table, primary),
                foreignKeys(REFERRED, table, primary),
                false,
                file.writable() ? List.of() : List.of("UPDATE"),
                true,
                estimated(table),
                session.one(BYTES, row -> row.number(1)));
    }

    /**
     * Indexes of the table described last by the columns that they are over, but for what is the table itself. Statistics
     * must not talk SQLite into reading the whole table where a chunk is wanted.
     */
    Map<List<String>, String> indexes() {
        return Map.copyOf(indexes);
    }

    private static Map<List<String>, String> indexes(List<Part> parts) {
        Map<String, List<@Nullable String>> columns = new LinkedHashMap<>();
        parts.forEach(part -> columns.computeIfAbsent(part.index(), index -> new ArrayList<>())
                .add(part.column()));
        Map<List<String>, String> indexes = new HashMap<>();
        columns.forEach((index, names) -> {
            if (names.stream().allMatch(Objects::nonNull)) {
                indexes.putIfAbsent(names.stream().map(String::valueOf).toList(), index);
            }
        });
        return indexes;
    }

    private Column column(
            String table,
            Raw raw,
            Relation relation,
            boolean rowid,
            List<String> primary,
            List<Part> keys,
            Map<String, String> collations) {
        boolean filled = raw.notNull()
                || (primary.contains(raw.name()) && (rowid || relation.withoutRowid()))
                || (isKey(raw.name(), keys) && !hasNull(table, raw.name()));
        return new Column(
                raw.name(),
                raw.type().isEmpty() ? "without a type" : raw.type(),
                SqliteType.declared(raw.type(), relation.strict()).text(),
                !filled,
                raw.generated() ? Column.Generation.COMPUTED : Column.Generation.NONE,
                null,
                collation(raw, relation, keys, collations));
    }

    /** That of text alone, in which a key is; BINARY only where it means the order of characters by their numbers. */
    private @Nullable String collation(Raw raw, Relation relation, List<Part> keys, Map<String, String> collations) {
        boolean text = SqliteType.declared(raw.type(), relation.strict()) == SqliteType.TEXT && isKey(raw.name(), keys);
        return text && session.one("PRAGMA encoding", row -> row.string(1)).equals("UTF-8")
                ? collations.getOrDefault(raw.name(), BINARY)
                : collations.get(raw.name());
    }

    private static boolean isKey(String column, List<Part> keys) {
        return keys.stream().anyMatch(part -> column.equals(part.column()));
    }

    /**
     * SQLite takes NULL in the columns of most primary keys unless they say NOT NULL, which hardly anybody writes. Whether
     * there is one is a look into the key's index.
     */
    private boolean hasNull(String table, String column) {
        return session.one(
                "SELECT EXISTS (SELECT 1 FROM " + Identifiers.quote(SCHEMA) + "." + Identifiers.quote(table) + " WHERE "
                        + Identifiers.quote(column) + " IS NULL)",
                row -> row.flag(1));
    }

    private static Map<String, String> collations(List<Part> keys) {
        Map<String, String> collations = new LinkedHashMap<>();
        for (Part part : keys) {
            if (part.column() != null
                    && part.collation() != null
                    && !part.collation().equals(BINARY)) {
                collations.putIfAbsent(part.column(), part.collation());
            }
        }
        return collations;
    }

    private static List<List<String>> uniqueKeys(List<Part> parts, @Nullable List<String> rowid) {
        Map<String, List<@Nullable String>> indexes = new LinkedHashMap<>();
        parts.forEach(part -> indexes.computeIfAbsent(part.index(), index -> new ArrayList<>())
                .add(part.column()));
        List<List<String>> keys = new ArrayList<>();
        if (rowid != null) {
            keys.add(rowid);
        }
        for (List<@Nullable String> columns : indexes.values()) {
            // an expression has no name
            if (columns.stream().allMatch(Objects::nonNull)) {
                keys.add(columns.stream().map(String::valueOf).toList());
            }
        }
        return keys;
    }

    /** A key that names no column refers to the primary key. */
    private List<Table.ForeignKey> foreignKeys(String query, String table, List<String> primary) {
        Map<String, List<@Nullable String>> keys =
                session.query(query, row -> new Part(row.string(1), row.text(2), null, false), table).stream()
                        .collect(Collectors.groupingBy(
                                Part::index,
                                LinkedHashMap::new,
                                Collectors.mapping(Part::column, Collectors.toList())));
        List<Table.ForeignKey> result = new ArrayList<>();
        keys.forEach((name, columns) -> result.add(new Table.ForeignKey(
                name,
                columns.stream().allMatch(Objects::nonNull)
                        ? columns.stream().map(String::valueOf).toList()
                        : primary)));
        return result;
    }

    /** As ANALYZE found it. */
    private long estimated(String table) {
        boolean analysed =
                session.one("SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'sqlite_stat1'", row -> row.flag(1));
        if (!analysed) {
            return -1;
        }
        return session
                .query(
                        "SELECT stat FROM sqlite_stat1 WHERE lower(tbl) = lower(?) ORDER BY length(stat) LIMIT 1",
                        row -> Long.parseLong(row.string(1).split(" ", 2)[0]),
                        table)
                .stream()
                .findFirst()
                .orElse(-1L);
    }

    private String suggestion(String table) {
        List<String> near = session.query(
                "SELECT 'main.' || name FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower(?)",
                row -> row.string(1),
                table);
        return near.isEmpty() ? "" : "; there is " + String.join(", ", near);
    }

    private static Raw raw(Session.Cells row) {
        return new Raw(row.string(1), row.string(2), row.flag(3), (int) row.number(4), row.number(5) > 1);
    }

    private record Relation(String type, boolean withoutRowid, boolean strict) {}

    private record Raw(String name, String type, boolean notNull, int pk, boolean generated) {}

    private record Part(String index, @Nullable String column, @Nullable String collation, boolean primary) {}
}
