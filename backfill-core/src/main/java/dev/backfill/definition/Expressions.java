package dev.backfill.definition;

import dev.backfill.definition.SqlToken.Kind;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;

/**
 * The SQL that definitions contain: expressions over one row, which the engine puts between parentheses, and queries of
 * checks. Thread-safe.
 */
public final class Expressions {
    private static final Set<String> STATEMENTS = Set.of(
            "select",
            "with",
            "values",
            "insert",
            "update",
            "delete",
            "merge",
            "truncate",
            "drop",
            "alter",
            "create",
            "grant",
            "call",
            "do",
            "copy",
            "begin",
            "commit",
            "rollback");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");

    private Expressions() {}

    /**
     * The columns of the row that a valid expression refers to, outside of sub-selects; best effort: a whole-row
     * reference such as {@code to_jsonb(users)} counts the table's name, and system columns are left out.
     *
     * @return names as PostgreSQL's catalog spells them, in order of appearance
     * @throws IllegalArgumentException if the expression is one that definitions refuse
     */
    public static Set<String> columns(String expression) {
        return Collections.unmodifiableSet(valid(expression).columns());
    }

    /**
     * The column that a valid expression is and nothing else, with or without the table's name before it.
     *
     * @return its name as PostgreSQL's catalog spells it
     * @throws IllegalArgumentException if the expression is one that definitions refuse
     */
    public static Optional<String> column(String expression) {
        Set<String> columns = valid(expression).columns();
        try {
            List<SqlToken> tokens = SqlLexer.tokens(expression);
            boolean plain =
                    tokens.size() == 1 || (tokens.size() == 3 && tokens.get(1).is("."));
            return plain && columns.size() == 1 ? Optional.of(columns.iterator().next()) : Optional.empty();
        } catch (SqlMistake e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** True for a text literal or NULL alone, which has the type of wherever it stands. */
    public static boolean untyped(String expression) {
        try {
            List<SqlToken> tokens = SqlLexer.tokens(expression);
            return tokens.size() == 1
                    && (tokens.get(0).kind() == Kind.LITERAL || tokens.get(0).is("null"));
        } catch (SqlMistake e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The whole number that an expression is and nothing else. */
    public static Optional<BigInteger> whole(String expression) {
        String number = expression.strip();
        return WHOLE.matcher(number).matches() ? Optional.of(new BigInteger(number)) : Optional.empty();
    }

    /**
     * The functions that a valid expression calls, also in sub-selects.
     *
     * @return names in lower case, without schema, in order of appearance
     * @throws IllegalArgumentException if the expression is one that definitions refuse
     */
    public static Set<String> functions(String expression) {
        return Collections.unmodifiableSet(valid(expression).functions());
    }

    /**
     * Whether the name stands anywhere in a valid expression, sub-selects included. True also for a column of the same
     * name of another table: use it where missing one would be worse than one too many.
     *
     * @param column as the catalog spells it
     * @throws IllegalArgumentException if the expression is one that definitions refuse
     */
    public static boolean mentions(String expression, String column) {
        return names(expression, column::equals);
    }

    /** The same of a column that may be written in any case. */
    public static boolean mentionsInAnyCase(String expression, String column) {
        return names(expression, column::equalsIgnoreCase);
    }

    private static boolean names(String expression, Predicate<String> wanted) {
        try {
            return SqlLexer.tokens(expression).stream()
                    .anyMatch(token -> (token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_NAME)
                            && wanted.test(token.name()));
        } catch (SqlMistake e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Refuses everything but one expression that can be evaluated for one row. */
    static void check(String expression) throws SqlMistake {
        parse(expression);
    }

    /** Refuses everything but one query that only reads. */
    static void checkQuery(String query) throws SqlMistake {
        List<SqlToken> tokens = tokens(query, "a SELECT");
        if (!tokens.get(0).is("select") && !tokens.get(0).is("with")) {
            throw new SqlMistake(
                    "a query that starts with " + Shown.text(tokens.get(0).text()), "one SELECT, or WITH ... SELECT");
        }
        refuseChanges(tokens);
        Statement statement = parsed(SqlDialectGap.bridge(tokens), "one SELECT statement");
        if (!(statement instanceof Select)) {
            throw new SqlMistake("a statement that is not a query", "one SELECT, or WITH ... SELECT");
        }
    }

    private static SqlReferences valid(String expression) {
        try {
            return parse(expression);
        } catch (SqlMistake e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static SqlReferences parse(String expression) throws SqlMistake {
        List<SqlToken> tokens = tokens(expression, "an SQL expression; for SQL's null write NULL");
        SqlToken first = tokens.get(0);
        if (first.kind() == Kind.WORD
                && STATEMENTS.contains(first.name())
                && tokens.size() > 1
                && startsStatement(tokens.get(1))) {
            throw new SqlMistake(
                    "a statement: " + Shown.text(expression, 30),
                    "an expression over the row's columns; a sub-select goes in parentheses");
        }
        refuseChanges(tokens);
        refuseSeveral(tokens);
        String wanted = "one SQL expression; if the database accepts it, put unusual operators in parentheses";
        Statement statement = parsed("SELECT (" + SqlDialectGap.bridge(tokens) + ")", wanted);
        if (!(statement instanceof PlainSelect select)
                || select.getSelectItems().size() != 1) {
            throw new SqlMistake("SQL that is not an expression", wanted);
        }
        Expression only = select.getSelectItems().get(0).getExpression();
        if (only instanceof ParenthesedSelect && !first.is("(")) {
            throw new SqlMistake("SQL that is not an expression", wanted);
        }
        SqlReferences references = SqlReferences.of(only);
        if (references.aggregate() != null) {
            throw new SqlMistake(
                    "the aggregate or window function " + references.aggregate(),
                    "an expression that can be evaluated for one row; an aggregate goes in a sub-select: (SELECT "
                            + references.aggregate() + "(...) FROM ...)");
        }
        return references;
    }

    private static Statement parsed(String sql, String wanted) throws SqlMistake {
        try {
            return SqlParser.parse(sql);
        } catch (SqlMistake e) {
            throw new SqlMistake(e.found(), wanted);
        }
    }

    private static List<SqlToken> tokens(String sql, String wanted) throws SqlMistake {
        List<SqlToken> tokens = SqlLexer.tokens(sql);
        if (tokens.isEmpty()) {
            throw new SqlMistake("nothing", wanted);
        }
        return tokens;
    }

    /** A column may be called {@code update} or {@code values}; a statement goes on with a word. */
    private static boolean startsStatement(SqlToken next) {
        return !(next.kind() == Kind.OPERATOR && !next.is("*"))
                && !(next.kind() == Kind.PUNCTUATION && !next.is("("))
                && !next.is("is")
                && !next.is("and")
                && !next.is("or")
                && !next.is("not")
                && !next.is("in");
    }

    private static void refuseChanges(List<SqlToken> tokens) throws SqlMistake {
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            SqlToken next = tokens.get(Math.min(i + 1, tokens.size() - 1));
            boolean change = token.kind() == Kind.WORD
                    && CHANGES.contains(token.name())
                    && i > 0
                    && (tokens.get(i - 1).is("(") || tokens.get(i - 1).is(")"))
                    && (next.kind() == Kind.WORD || next.kind() == Kind.QUOTED_NAME)
                    && startsStatement(next);
            if (change || token.is("into")) {
                throw new SqlMistake(token.name().toUpperCase(Locale.ROOT), "SQL that only reads");
            }
            if (token.is("for") && (next.is("update") || next.is("share") || next.is("no") || next.is("key"))) {
                throw new SqlMistake(
                        "FOR " + Shown.text(next.text()).replace("\"", "") + ", which locks rows",
                        "SQL that only reads");
            }
        }
    }

    private static void refuseSeveral(List<SqlToken> tokens) throws SqlMistake {
        int depth = 0;
        for (SqlToken token : tokens) {
            depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
            if (depth == 0 && token.is(",")) {
                throw new SqlMistake("more than one expression, separated by \",\"", "one expression");
            }
        }
    }
}
