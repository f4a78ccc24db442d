package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.ValueType;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A copy in the words of MariaDB and MySQL. Rows that are read are locked against changes until the chunk commits: a writer
 * that changes a row waits, and then finds it in the other table too; and a row that was changed since the statement began
 * is read as it is now.
 */
final class MariaCopy extends SqlCopy {
    private final Table table;
    private final MariaKeyset keyset;
    private final MariaUpsert upsert;

    /**
     * @param image one per column of the key
     */
    MariaCopy(Table table, Table into, MariaKeyset keyset, String where, Work.Copy copy, List<Column> image) {
        super(keyset, where, into, copy, image);
        this.table = table;
        this.keyset = keyset;
        this.upsert = new MariaUpsert(into, all(), image, copy.onConflict());
    }

    @Override
    String sql(Range range) {
        return upsert.sql(select(range, needing()));
    }

    private String select(Range range, String condition) {
        return "SELECT " + expressions() + " FROM " + keyset.from() + " WHERE " + keyset.within(range) + " AND "
                + condition + " LOCK IN SHARE MODE";
    }

    @Override
    String value(Column column, String expression) {
        return MariaType.present(expression, column);
    }

    @Override
    String quote(TableName name) {
        return MariaNames.quote(name);
    }

    @Override
    String quote(String column) {
        return MariaNames.quote(column);
    }

    @Override
    String key(Column column) {
        return MariaNames.of(column);
    }

    @Override
    String text(String value, Column column) {
        return MariaType.text(value, column);
    }

    @Override
    String differ(String stored, String given, Column column) {
        return MariaType.differs(stored, column, given);
    }

    /**
     * One look for each column: a sub-select that gave the expressions other names would be a copy of the whole table. The key
     * is one of the columns, and never NULL.
     */
    @Override
    String otherwise() {
        return columns().entrySet().stream()
                .map(e -> differ(there(theirs(e.getKey())), e.getValue(), e.getKey()))
                .collect(Collectors.joining(" OR "));
    }

    @Override
    public int apply(Session session, Range range) {
        return upsert.run(session, select(range, selected("true")), select(range, needing()), keyset.bind(range));
    }

    @Override
    public Map<String, ValueType> given(Session session) {
        return MariaValueTypes.given(session, table, named());
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        return taken();
    }

    private Map<String, ValueType> taken() {
        Map<String, ValueType> taken = new LinkedHashMap<>();
        all().forEach(column -> taken.put(column.name(), MariaValueTypes.taken(column)));
        return taken;
    }

    @Override
    public Target.Sums read() {
        return new Target.Sums() {
            @Override
            public Target.Sum sum(Session session, Range range) {
                return read(session).sum(session, range);
            }

            @Override
            public Map<Position, String> rows(Session session, Range range, int limit) {
                return read(session).rows(session, range, limit);
            }
        };
    }

    private MariaCopySums read(Session session) {
        Map<String, ValueType> given = given(session);
        Map<String, ValueType> taken = taken();
        List<String> texts = new ArrayList<>();
        columns()
                .forEach((column, expression) -> texts.add(MariaChecksum.encoded(
                        expression,
                        Objects.requireNonNull(given.get(column.name())),
                        Objects.requireNonNull(taken.get(column.name())))));
        return new MariaCopySums(keyset.self(), where(), keyset.key(), "t", texts);
    }

    @Override
    public Target.Sums written() {
        return written(into(), image(), all());
    }

    /** The rows of the other table. */
    static MariaCopySums written(Table into, List<Column> image, List<Column> columns) {
        boolean primary = image.stream().map(Column::name).toList().equals(into.primaryKey());
        List<String> texts = columns.stream()
                .map(c -> {
                    ValueType type = MariaValueTypes.taken(c);
                    return MariaChecksum.encoded("i." + MariaNames.quote(c.name()), type, type);
                })
                .toList();
        return new MariaCopySums(
                MariaNames.quote(into.name()) + " AS i" + (primary ? " FORCE INDEX (PRIMARY)" : ""),
                "true",
                image,
                "i",
                texts);
    }
}
