package dev.backfill.database.sql;

import dev.backfill.database.Table;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression must not have here although definitions may: where SQLite reads the same characters otherwise, what
 * was checked would not be what runs.
 */
final class SqliteExpressions {
    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*+'|`(?:[^`]|``)*+`", Pattern.DOTALL);
    private static final Pattern ODD = Pattern.compile("\\$\\w*\\$|::|:=|@|\\[|(?<![\\w.])[eEnNbB]'|[uU]&'");
    /** A column in double quotes that is not there would be text. */
    private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")*+)\"", Pattern.DOTALL);

    private SqliteExpressions() {}

    /**
     * @param where file and line, for people
     * @throws BackfillException if it has something that SQLite reads in another way than it was checked
     */
    static void check(String where, String expression, Table table) {
        Matcher odd = ODD.matcher(TEXT.matcher(expression).replaceAll("''"));
        if (odd.find()) {
            String found = odd.group();
            throw refused(
                    where + ": " + found + " means something else to SQLite than in the SQL of definitions",
                    found.equals("::")
                            ? "write CAST(... AS ...)"
                            : "write it in SQL that SQLite reads in the same way");
        }
        Matcher name = NAME.matcher(TEXT.matcher(expression).replaceAll("''"));
        while (name.find()) {
            String column = name.group(1).replace("\"\"", "\"");
            boolean known = table.columnNames().stream()
                    .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(column.toLowerCase(Locale.ROOT)));
            if (!known && !column.equals("t")) {
                throw refused(
                        where + ": \"" + column + "\" is no column of " + table.name()
                                + ", and SQLite would take it for text",
                        "write text in single quotes and names in backticks");
            }
        }
    }

    /** Which rows are meant. */
    static String condition(Backfill backfill, Table table) {
        String where = backfill.where();
        if (where == null) {
            return "true";
        }
        check(backfill.source().at("where"), where, table);
        return "(" + where + ")";
    }

    /** A copy's expressions. */
    static void check(Backfill backfill, Work.Copy copy, Table table) {
        copy.columns()
                .forEach((column, expression) ->
                        check(backfill.source().at("copy.columns." + column), expression, table));
    }

    private static BackfillException refused(String message, String hint) {
        return new BackfillException(ErrorCode.DEFINITION_INVALID, message, hint);
    }
}
