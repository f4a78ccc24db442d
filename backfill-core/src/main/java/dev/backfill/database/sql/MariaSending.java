package dev.backfill.database.sql;

import java.sql.Connection;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;

/** How rows may be sent to one server: asked once of it, and once of each connection. Thread-safe. */
final class MariaSending {
    /** By connection, since a connection keeps what was set when it was opened. */
    private final Map<Connection, Long> packets = Collections.synchronizedMap(new WeakHashMap<>());

    private volatile boolean rowsOfJson = true;

    /** What the server answered. */
    void rowsOfJson(boolean understood) {
        rowsOfJson = understood;
    }

    /** True if the server makes a table of JSON. */
    boolean rowsOfJson() {
        return rowsOfJson;
    }

    /**
     * The largest packet, in bytes.
     *
     * @param ask asks the server
     */
    long packet(Connection connection, LongSupplier ask) {
        Long known = packets.get(connection);
        if (known == null) {
            known = ask.getAsLong();
            packets.put(connection, known);
        }
        return known;
    }
}
