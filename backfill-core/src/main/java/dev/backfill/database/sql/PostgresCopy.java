package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.ValueType;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A copy in PostgreSQL's words. The rows that are read are locked against changes until the chunk commits: a writer that
 * changes a row waits, and then finds it in the other table too; and a row that was changed since the statement began is
 * read again as it is now. Rows that need nothing are not locked either.
 */
final class PostgresCopy extends SqlCopy {
    /**
     * Keeps the server from answering for all rows at once, by a hash of the whole other table that it would read anew for
     * each chunk, the more so the larger it has become.
     */
    static final String BY_INDEX = " OFFSET 0";

    private final String source;
    private final PostgresKeyset keyset;
    private final PlainFirst plainFirst = new PlainFirst();

    /**
     * @param source quoted
     * @param image one per column of the key
     */
    PostgresCopy(String source, Table into, PostgresKeyset keyset, String where, Work.Copy copy, List<Column> image) {
        super(keyset, where, into, copy, image);
        this.source = source;
        this.keyset = keyset;
    }

    @Override
    String sql(Range range) {
        return insert(range, needing()) + conflict(onConflict(), image(), all());
    }

    private String insert(Range range, String condition) {
        return keyset.with() + "INSERT INTO " + intoTable() + " AS i ("
                + Identifiers.list(all(), c -> quote(c.name())) + ") SELECT " + expressions() + " FROM "
                + keyset.from() + " WHERE " + keyset.within(range) + " AND " + condition + " FOR SHARE OF t";
    }

    /** What to do with a row that somebody else wrote since the statement began; the table is aliased {@code i}. */
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
                        rest, c -> Identifiers.quote(c.name()) + " = EXCLUDED." + Identifiers.quote(c.name()))
                + " WHERE "
                + rest.stream()
                        .map(c -> PostgresSame.differ(
                                "i." + Identifiers.quote(c.name()), "EXCLUDED." + Identifiers.quote(c.name()), c))
                        .collect(Collectors.joining(" OR "));
    }

    @Override
    String key(Column column) {
        return "t." + Identifiers.quote(column.name());
    }

    @Override
    String text(String value, Column column) {
        return value + "::text";
    }

    @Override
    String differ(String stored, String given, Column column) {
        return PostgresSame.differ(stored, PostgresSame.cast(given, column), column);
    }

    @Override
    String look() {
        return BY_INDEX;
    }

    @Override
    public int apply(Session session, Range range) {
        @Nullable Object[] parameters = keyset.bind(range);
        return plainFirst.insert(
                (JdbcSession) session,
                insert(range, selected("true")),
                () -> session.update(sql(range), parameters),
                parameters);
    }

    @Override
    public Map<String, ValueType> given(Session session) {
        return PostgresValueTypes.of(session, named(), keyset.from());
    }

    @Override
    public Map<String, ValueType> taken(Session session) {
        Map<String, String> names = new LinkedHashMap<>();
        all().forEach(column -> names.put(column.name(), theirs(column)));
        return PostgresValueTypes.of(session, names, intoTable() + " AS i");
    }

    @Override
    public Target.Sums read() {
        return PostgresCopySums.read(source, keyset.key(), where(), columns());
    }

    @Override
    public Target.Sums written() {
        return PostgresCopySums.written(intoTable(), image(), all());
    }
}
