package dev.backfill.database.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server's numbers of all connections that this process has used, open or not, so that they do not count as others'.
 * By server, for a process may use several databases of one. Thread-safe.
 */
final class MariaSessions {
    private static final Map<String, Set<Long>> ALL = new ConcurrentHashMap<>();

    private MariaSessions() {}

    /** Notes a connection. */
    static void add(String url, MariaFlavour flavour, Connection connection) throws SQLException {
        ALL.computeIfAbsent(server(url), server -> ConcurrentHashMap.newKeySet())
                .add(flavour.number(connection));
    }

    static Set<Long> of(String url) {
        return Set.copyOf(ALL.getOrDefault(server(url), Set.of()));
    }

    /** The address without the database and its options. */
    private static String server(String url) {
        int from = url.indexOf("//") + 2;
        int end = from;
        while (end < url.length() && "/?".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(0, end);
    }
}
