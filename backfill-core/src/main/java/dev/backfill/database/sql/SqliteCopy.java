package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.ValueType;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A copy in SQLite's words. While it runs nobody else writes, so neither the rows that are read nor those that are there
 * already can change.
 */
final class SqliteCopy extends SqlCopy {
    private final Table table;
    private final SqliteKeyset keyset;

    /**
     * @param image one per column of the key
     */
    SqliteCopy(Table table, Table into, SqliteKeyset keyset, String where, Work.Copy copy, List<Column> image) {
        super(keyset, where, into, copy, image);
        this.table = table;
        this.keyset = keyset;
    }

    @Override
    String sql(Range range) {
        return insert(intoTable(), all()) + " SELECT " + expressions() + " FROM " + keyset.from() + " WHERE "
                + keyset.within(range) + " AND " + needing() + conflict(onConflict(), image(), all());
    }

    /** A unique index may say that it replaces or ignores what it meets; the statement says that it does not. */
    static String insert(String table, List<Column> columns) {
        return "INSERT OR ABORT INTO " + table + " AS i (" + Identifiers.list(columns, c -> Identifiers.quote(c.name()))
                + ")";
    }

    /** What to do with a row that is there. Any other unique index refuses it. */
    static String conflict(OnConflict onConflict, List<Column> image, List<Column> columns) {
        if (onConflict == OnConflict.FAIL) {
            return "";
        }
        String target = " ON CONFLICT (" + Identifiers.list(image, c -> Identifiers.quote(c.name())) + ") DO ";
        List<Column> rest = columns.stream().filter(c -> !image.contains(c)).toList();
        if (onConflict == OnConflict.SKIP || rest.isEmpty()) {
            return target + "NOTHING";
        }
        return target + "UPDATE SET "
                + Identifiers.list(
                        rest, c -> Identifiers.quote(c.name()) + " = excluded." + Identifiers.quote(c.name()));
    }

    @Override
    String key(Column column) {
        return SqliteNames.of(column);
    }

    @Override
    String text(String value, Column column) {
        return SqliteType.text(value);
    }

    @Override
    String differ(String stored, String given, Column column) {
        return SqliteType.differs(stored, column, given);
    }

    @Override
    public int apply(Session session, Range range) {
        refuseUnfit(session, range);
        return session.update(sql(range), keyset.bind(range));
    }

    /** A column takes values of any storage class, and makes others of some. */
    private void refuseUnfit(Session session, Range range) {
        List<String> cases = new ArrayList<>();
        List<Column> all = all();
        for (int n = 0; n < all.size(); n++) {
            String expression = String.valueOf(columns().get(all.get(n)));
            ValueType taken = SqliteValueTypes.of(all.get(n));
            List<String> classes = SqliteCopyValues.classes(taken);
            boolean stored = taken.equals(SqliteValueTypes.NUMERIC)
                    && SqliteValueTypes.column(table, expression).isPresent();
            if (!classes.isEmpty() && !stored) {
                String found = "typeof((" + expression + "))";
                cases.add("WHEN " + found + " NOT IN ('" + String.join("', '", classes) + "', 'null') THEN '" + n
                        + " ' || " + found);
            }
        }
        if (cases.isEmpty()) {
            return;
        }
        String sql = "SELECT u.unfit FROM (SELECT CASE " + String.join(" ", cases) + " END AS unfit FROM "
                + keyset.from() + " WHERE " + keyset.within(range) + " AND " + needing()
                + ") AS u WHERE u.unfit IS NOT NULL LIMIT 1";
        session.query(sql, row -> row.string(1), keyset.bind(range)).forEach(unfit -> {
            String[] found = unfit.split(" ", 2);
            Column column = all.get(Integer.parseInt(found[0]));
            throw SqliteCopyValues.unfit(column.name(), found[1], SqliteValueTypes.of(column));
        });
    }

    @Override
    public Map<String, ValueType> given(Session session) {
        return SqliteValueTypes.given(
                (SqliteSession) session, table, keyset.from(), where(), named(), SqliteValueTypes.taken(all()));
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        return SqliteValueTypes.taken(all());
    }

    @Override
    public Target.Sums read() {
        return new SqliteCopySums(
                keyset.from(),
                where(),
                keyset.key(),
                "t",
                SqliteKeyForm.OWN,
                columns().values().stream().map(e -> "(" + e + ")").toList(),
                all().stream().map(SqliteValueTypes::of).toList());
    }

    @Override
    public Target.Sums written() {
        return SqliteCopySums.written(intoTable(), image(), SqliteKeyForm.OWN, all());
    }
}
