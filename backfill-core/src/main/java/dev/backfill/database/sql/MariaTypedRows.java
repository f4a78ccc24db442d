package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.definition.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a temporary table of the session's, whose columns are of the types of the table's own: for rows that are too
 * large as JSON, and for servers that make no table of JSON. Its name is the connection's alone; creating and dropping it
 * ends no transaction, and what is in it goes when the transaction does.
 */
final class MariaTypedRows implements MariaRowSource {
    private static final String NAME = "backfill_given";
    private static final int EXISTS = 1050;
    /** No privilege: on the schema, on the table, of the kind. */
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1227);
    /** Of one statement: they are counted in two bytes. */
    private static final int PARAMETERS = 65_535;
    /** For what the protocol adds to a statement. */
    private static final int ADDED = 1024;
    /** What a value takes beside its bytes, for its type and length. */
    private static final int AROUND = 12;

    private final String schema;
    private final String table;
    private final List<Column> key;
    private final List<Column> writes;
    /** What names of columns begin with that are none of the table's. */
    private final String own;

    /**
     * @param of the table that is written; the temporary one is in its schema
     * @param key empty for rows of a copy
     */
    MariaTypedRows(TableName of, List<Column> key, List<Column> writes) {
        this.schema = MariaNames.quote(String.valueOf(of.schema()));
        this.table = schema + "." + MariaNames.quote(NAME);
        this.key = key;
        this.writes = writes;
        String free = "backfill_";
        while (taken(free, writes)) {
            free += "_";
        }
        this.own = free;
    }

    private static boolean taken(String prefix, List<Column> columns) {
        return columns.stream().anyMatch(c -> c.name().toLowerCase(Locale.ROOT).startsWith(prefix));
    }

    @Override
    public String from() {
        return table + " AS v";
    }

    @Override
    public String fromPlaced() {
        return from();
    }

    @Override
    public String place() {
        return "v." + MariaNames.quote(own + "row");
    }

    @Override
    public String key(int part) {
        return "v." + MariaNames.quote(own + part);
    }

    @Override
    public String version() {
        return "v." + MariaNames.quote(own + "version");
    }

    /** By the column's own name, which the server's refusals quote. */
    @Override
    public String value(int column) {
        return "v." + MariaNames.quote(writes.get(column).name());
    }

    @Override
    public String kept(int column) {
        return value(column);
    }

    @Override
    public String compared(int column) {
        return value(column);
    }

    /**
     * Creates the table and fills it. What an earlier transaction left of it, which failed, is dropped.
     *
     * @param rows their keys, versions and values, or values alone; shorter ones lack values
     * @throws DatabaseException of a row's data, if a row is too large for a packet or has a value that does not fit
     */
    void fill(MariaSession session, List<? extends List<? extends @Nullable Object>> rows) {
        int code = create(session);
        if (DENIED.contains(code)) {
            throw new DatabaseException(
                    FailureClass.DEFINITIVE,
                    null,
                    "the connected user may not create temporary tables in " + schema + ", and "
                            + (session.rowsOfJson()
                                    ? "a row is too large for a statement (max_allowed_packet is " + session.packet()
                                            + " bytes)"
                                    : "the server makes no table of JSON")
                            + "; expected the privilege: GRANT " + privilege() + " TO it",
                    false,
                    null);
        }
        if (code != 0) {
            // to fail with its own reason
            session.run(creation());
        }
        insert(session, rows);
    }

    /** Zero, or the server's error code. */
    private int create(MariaSession session) {
        int code = session.probe(creation());
        if (code != EXISTS) {
            return code;
        }
        drop(session);
        return session.probe(creation());
    }

    /** True if the connected user may not create the table. */
    boolean denied(MariaSession session) {
        int code = create(session);
        if (code == 0) {
            drop(session);
        }
        return DENIED.contains(code);
    }

    /** As it stands in a GRANT. */
    String privilege() {
        return "CREATE TEMPORARY TABLES ON " + schema + ".*";
    }

    void drop(MariaSession session) {
        session.run("DROP TEMPORARY TABLE " + table);
    }

    /** Nothing but types: what may be NULL, and what else a value must be, is the table's own to say. */
    private String creation() {
        Stream<String> keys = IntStream.range(0, key.size())
                .mapToObj(i -> MariaNames.quote(own + i) + " " + keyType(key.get(i)) + " NULL");
        Stream<String> version = Stream.of(MariaNames.quote(own + "version") + " char(40) CHARACTER SET utf8mb4 NULL");
        Stream<String> values = writes.stream().map(c -> MariaNames.quote(c.name()) + " " + type(c) + " NULL");
        // a primary key, because a server may want one of every table
        return "CREATE TEMPORARY TABLE " + table + " (" + MariaNames.quote(own + "row") + " int PRIMARY KEY, "
                + Stream.of(keys, key.isEmpty() ? Stream.<String>empty() : version, values)
                        .flatMap(columns -> columns)
                        .collect(Collectors.joining(", "))
                + ") ENGINE = InnoDB";
    }

    /** Members of an ENUM or SET are compared by number, as they are ordered. */
    private static String keyType(Column column) {
        return MariaType.of(column) == MariaType.MEMBERS ? "bigint unsigned" : type(column);
    }

    private static String type(Column column) {
        // how a column is stored stands in a comment, where no member of an ENUM can
        String type = MariaType.of(column) == MariaType.MEMBERS
                ? column.type()
                : column.type().replaceAll(" */\\*.*?\\*/", "");
        return column.collation() == null ? type : type + " COLLATE " + column.collation();
    }

    private void insert(MariaSession session, List<? extends List<? extends @Nullable Object>> rows) {
        String row = row();
        String begin = "INSERT INTO " + table + " (" + names() + ") VALUES ";
        int head = key.isEmpty() ? 0 : key.size() + 1;
        int width = 1 + head + writes.size();
        long room = session.packet() - ADDED - begin.length();
        for (int from = 0; from < rows.size(); ) {
            int end = from;
            long size = 0;
            while (end < rows.size() && (end - from + 1) * width <= PARAMETERS) {
                // with its place in the statement, which is sent before and must fit too
                size += bytes(rows.get(end)) + row.length();
                if (size > room) {
                    break;
                }
                end++;
            }
            if (end == from) {
                throw tooLarge(session, size);
            }
            session.send(
                    begin + String.join(", ", Collections.nCopies(end - from, row)),
                    parameters(rows, from, end, width));
            from = end;
        }
    }

    private String names() {
        Stream<String> head = key.isEmpty()
                ? Stream.empty()
                : Stream.concat(IntStream.range(0, key.size()).mapToObj(Integer::toString), Stream.of("version"));
        return Stream.concat(
                        Stream.concat(Stream.of("row"), head).map(name -> MariaNames.quote(own + name)),
                        writes.stream().map(c -> MariaNames.quote(c.name())))
                .collect(Collectors.joining(", "));
    }

    private String row() {
        Stream<String> head = key.isEmpty()
                ? Stream.empty()
                : Stream.concat(key.stream().map(c -> MariaType.assigned("?", c)), Stream.of("?"));
        Stream<String> values =
                writes.stream().map(c -> MariaType.of(c) == MariaType.BINARY ? "?" : MariaType.assigned("?", c));
        return Stream.of(Stream.of("?"), head, values)
                .flatMap(forms -> forms)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Of each row its place, from one on, and what it has. */
    private static List<@Nullable Object> parameters(
            List<? extends List<? extends @Nullable Object>> rows, int from, int end, int width) {
        List<@Nullable Object> parameters = new ArrayList<>((end - from) * width);
        for (int place = from; place < end; place++) {
            List<? extends @Nullable Object> row = rows.get(place);
            parameters.add(place + 1);
            for (int i = 0; i < width - 1; i++) {
                Object value = i < row.size() ? row.get(i) : null;
                parameters.add(value instanceof String text ? Surrogates.whole(text) : value);
            }
        }
        return parameters;
    }

    private static long bytes(List<? extends @Nullable Object> row) {
        long size = AROUND;
        for (Object value : row) {
            size += AROUND;
            if (value instanceof byte[] bytes) {
                size += bytes.length;
            } else if (value instanceof String text) {
                size += text.chars().mapToLong(c -> MariaRows.utf8((char) c)).sum();
            }
        }
        return size;
    }

    private DatabaseException tooLarge(MariaSession session, long size) {
        return new DatabaseException(
                FailureClass.DATA,
                null,
                "the row's new values, of " + MariaNames.list(writes, Column::name) + ", are too large for the server: "
                        + size + " bytes, expected less than its max_allowed_packet of " + session.packet()
                        + "; raise that, or write less",
                false,
                null);
    }
}
