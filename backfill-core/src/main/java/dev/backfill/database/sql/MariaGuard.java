package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import java.sql.Connection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets through what a dry run is made of, one statement at a time. The server's refusal to commit does not depend on it:
 * it also turns away what would reach beyond a transaction.
 */
final class MariaGuard implements JdbcSession.Guard {
    private static final Set<String> ADMITTED = Set.of("select", "with", "insert", "update", "explain");
    /** Literals and quoted names, by the lexical rules of the sql_mode that the engine sets. */
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*+'|\"(?:[^\"\\\\]|\"\"|\\\\.)*+\"|`(?:[^`]|``)*+`", Pattern.DOTALL);
    /** A comment may be executable, and a file is no part of a transaction. */
    private static final Pattern REFUSED = Pattern.compile(
            ";|/\\*|--\\s|--$|#|\\b(outfile|dumpfile|load_file|get_lock|release_lock|release_all_locks|nextval|setval|next\\s+value)\\b",
            Pattern.CASE_INSENSITIVE);

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
                    "a dry run takes one SELECT, INSERT or UPDATE at a time, without comments and files, and this is"
                            + " something else",
                    false,
                    null);
        }
    }
}
