package dev.backfill.database.sql;

import dev.backfill.database.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as JSON in the one parameter of a statement, which therefore must fit into a packet.
 *
 * @param key empty for rows of a copy
 */
record MariaJsonRows(List<Column> key, List<Column> writes) implements MariaRowSource {
    /** For what the protocol and the driver add to a statement. */
    private static final int ADDED = 1024;

    /** The largest packet that a server can be told to take, and so longer than any value. */
    private static final int LONGEST = 1 << 30;

    /** Of a character of a name. */
    private static final int BYTES = 4;

    /** Columns before the values. */
    private int head() {
        return key.isEmpty() ? 0 : key.size() + 1;
    }

    @Override
    public String from() {
        return MariaRows.table(head() + writes.size());
    }

    @Override
    public String fromPlaced() {
        return MariaRows.placed(head() + writes.size());
    }

    @Override
    public String place() {
        return "v.n";
    }

    @Override
    public String key(int part) {
        return MariaType.key("v.c" + part, key.get(part));
    }

    @Override
    public String version() {
        return "v.c" + key.size();
    }

    @Override
    public String value(int column) {
        return MariaType.assigned(text(column), writes.get(column));
    }

    private String text(int column) {
        return "v.c" + (head() + column);
    }

    /** Of hexadecimal digits without a limit the server makes bytes that are none, silently, where it keeps them. */
    @Override
    public String kept(int column) {
        return MariaType.of(writes.get(column)) == MariaType.BINARY
                ? MariaType.assigned("LEFT(" + text(column) + ", " + LONGEST + ")", writes.get(column))
                : value(column);
    }

    @Override
    public String compared(int column) {
        return MariaType.key(text(column), writes.get(column));
    }

    /**
     * The end of the rows that, from one on, go into one statement.
     *
     * @return {@code from} if not even that row does
     */
    int end(MariaSession session, String sql, List<? extends List<? extends @Nullable Object>> rows, int from) {
        if (!session.rowsOfJson()) {
            return from;
        }
        long room = session.packet() - ADDED - (long) BYTES * sql.length();
        int end = MariaRows.batch(rows, from, Math.min(MariaRows.BATCH, room / MariaRows.ESCAPED));
        // of several the worst is assumed, of a single one it is known
        return end > from + 1 || MariaRows.bytes(rows.get(from)) <= room ? end : from;
    }
}
