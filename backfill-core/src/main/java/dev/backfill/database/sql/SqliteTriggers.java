package dev.backfill.database.sql;

import dev.backfill.database.Session;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A table's triggers, of which SQLite keeps no more than the statement that made them. */
final class SqliteTriggers {
    private static final String TRIGGERS =
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?) ORDER BY name";

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*\"|`[^`]*`|\\[[^]]*]|'(?:[^']|'')*'");
    /** What comes first behind the trigger's name says what fires it. */
    private static final Pattern EVENT =
            Pattern.compile("^\\s*CREATE\\s.*?\\b(DELETE|INSERT|UPDATE)\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SqliteTriggers() {}

    /**
     * Names of those that are fired by the event.
     *
     * @param event {@code insert} or {@code update}
     */
    static List<String> of(Session session, String table, String event) {
        return session.query(TRIGGERS, row -> Map.entry(row.string(1), row.string(2)), table).stream()
                .filter(trigger -> isOn(event, trigger.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isOn(String event, String sql) {
        var first = EVENT.matcher(QUOTED.matcher(sql).replaceAll("x"));
        return first.find() && first.group(1).equalsIgnoreCase(event);
    }
}
