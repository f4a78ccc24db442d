package dev.backfill.database.sql;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression must not have here although definitions may: they are read by the rules of the standard, and where
 * MariaDB or MySQL reads the same characters otherwise, what was checked would not be what runs.
 */
final class MariaExpressions {
    private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*+'|`(?:[^`]|``)*+`", Pattern.DOTALL);
    private static final Pattern ODD = Pattern.compile("\"|#|\\$\\w*\\$|\\|\\||::|:=|@|--|/\\*");

    private MariaExpressions() {}

    /** The condition of a definition in parentheses, checked; true if it has none. */
    static String condition(MariaFlavour flavour, Backfill backfill) {
        String where = backfill.where();
        if (where == null) {
            return "true";
        }
        check(flavour, backfill.source().at("where"), where);
        return "(" + where + ")";
    }

    /** The expressions of a copy, checked. */
    static Map<String, String> checked(MariaFlavour flavour, Backfill backfill, Work.Copy copy) {
        copy.columns()
                .forEach((column, expression) ->
                        check(flavour, backfill.source().at("copy.columns." + column), expression));
        return copy.columns();
    }

    /**
     * @param where file and line, for people
     * @throws BackfillException if it has something that the server reads in another way than it was checked
     */
    static void check(MariaFlavour flavour, String where, String expression) {
        Matcher odd = ODD.matcher(QUOTED.matcher(expression).replaceAll("''"));
        if (odd.find()) {
            String found = odd.group();
            throw new BackfillException(
                    ErrorCode.DEFINITION_INVALID,
                    where + ": " + found + " means something else to " + flavour.product()
                            + " than in the SQL of definitions",
                    switch (found) {
                        case "\"" -> "write text in single quotes and names in backticks";
                        case "||" -> "write concat(a, b) for text put together, and OR for the other meaning";
                        case "::" -> "write CAST(... AS ...)";
                        case ":=", "@" -> "an expression depends on its row alone: write it without variables";
                        default -> "write text in single quotes, and no comments";
                    });
        }
    }
}
