package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.Connection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets through what a dry run is made of, one statement at a time. SQLite's refusal to commit does not depend on it: it
 * turns away what would end the transaction, after which SQLite would commit each statement by itself.
 */
final class SqliteGuard implements JdbcSession.Guard {
    private static final Set<String> ADMITTED = Set.of("select", "with", "insert", "update", "explain");
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|`(?:[^`]|``)*+`|\\[[^]]*+]", Pattern.DOTALL);
    /** INSERT OR ROLLBACK ends the transaction. */
    private static final Pattern REFUSED =
            Pattern.compile(";|/\\*|--|\\brollback\\b|\\bload_extension\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern FIRST = Pattern.compile("^[\\s(]*([A-Za-z]+)\\b");

    @Override
    public void check(Connection connection, String sql) {
        String bare = QUOTED.matcher(sql).replaceAll("''");
        Matcher first = FIRST.matcher(bare);
        boolean admitted = first.find()
                && ADMITTED.contains(first.group(1).toLowerCase(Locale.ROOT))
                && !REFUSED.matcher(bare).find();
        if (!admitted) {
            throw new DatabaseException(
                    FailureClass.DEFINITIVE,
                    null,
                    "a dry run takes one SELECT, INSERT or UPDATE at a time, without comments, and this is something else",
                    false,
                    null);
        }
    }
}
