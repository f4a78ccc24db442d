package dev.backfill.definition;

import dev.backfill.definition.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Splits SQL into tokens by PostgreSQL's lexical rules, and refuses whatever could reach beyond the parentheses that the
 * engine puts around an expression: comments, semicolons, what is opened and not closed, placeholders. This guard, not
 * the parser behind it, is what keeps an expression an expression.
 */
final class SqlLexer {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|";

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private final Deque<SqlToken> open = new ArrayDeque<>();
    private int at;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    static List<SqlToken> tokens(String sql) throws SqlMistake {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        if (!lexer.open.isEmpty()) {
            String bracket = lexer.open.peek().text();
            throw new SqlMistake(
                    "\"" + bracket + "\" that is not closed"
                            + lexer.near(lexer.open.peek().offset()),
                    "a \"" + closing(bracket) + "\" for it");
        }
        return lexer.tokens;
    }

    private void next() throws SqlMistake {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
            throw new SqlMistake(
                    "an SQL comment" + near(at), "no comments inside SQL; write it as a YAML comment (# ...) instead");
        } else if (c == '\'') {
            literal(at, false);
        } else if (isPrefixed()) {
            int from = at;
            at += sql.indexOf('\'', at) - at;
            literal(from, c == 'E' || c == 'e');
        } else if (c == '"' || c == '`') {
            add(Kind.QUOTED_NAME, quotedEnd(at, c, false, "quoted name"));
        } else if (c == '$') {
            dollar();
        } else if (Character.isLetter(c) || c == '_') {
            add(Kind.WORD, wordEnd());
        } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
            add(Kind.NUMBER, numberEnd());
        } else {
            symbol(c);
        }
    }

    /** E'..', N'..', B'..', X'..' and U&'..'. */
    private boolean isPrefixed() {
        char c = Character.toUpperCase(sql.charAt(at));
        return ("ENBX".indexOf(c) >= 0 && sql.startsWith("'", at + 1)) || (c == 'U' && sql.startsWith("&'", at + 1));
    }

    private void literal(int from, boolean escapes) throws SqlMistake {
        int end = quotedEnd(at, '\'', escapes, "text literal");
        if (!escapes && sql.substring(from, end).contains("\\'")) {
            throw new SqlMistake(
                    "a backslash before a quote" + near(from),
                    "E'...' with \\\\ for a backslash, or '' for a quote: databases differ in what \\' means");
        }
        at = from;
        add(Kind.LITERAL, end);
    }

    private int quotedEnd(int from, char quote, boolean escapes, String what) throws SqlMistake {
        for (int i = from + 1; i < sql.length(); i++) {
            if (escapes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        throw new SqlMistake("a " + what + " that is not closed" + near(from), "a closing " + quote);
    }

    private void dollar() throws SqlMistake {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        if (isDigit(at + 1) || end >= sql.length() || sql.charAt(end) != '$') {
            throw new SqlMistake("the placeholder \"" + sql.substring(at, end) + "\"", "the value itself");
        }
        String tag = sql.substring(at, end + 1);
        int close = sql.indexOf(tag, end + 1);
        if (close < 0) {
            throw new SqlMistake("a text literal that is not closed" + near(at), "a closing " + tag);
        }
        add(Kind.LITERAL, close + tag.length());
    }

    private void symbol(char c) throws SqlMistake {
        switch (c) {
            case '(', '[' -> {
                add(Kind.PUNCTUATION, at + 1);
                open.push(tokens.get(tokens.size() - 1));
            }
            case ')', ']' -> {
                if (open.isEmpty() || !closing(open.pop().text()).equals(String.valueOf(c))) {
                    throw new SqlMistake(
                            "\"" + c + "\" that closes nothing" + near(at), "parentheses and brackets in pairs");
                }
                add(Kind.PUNCTUATION, at + 1);
            }
            case ',', '.' -> add(Kind.PUNCTUATION, at + 1);
            case ':' -> colon();
            case ';' -> throw new SqlMistake("\";\"" + near(at), "SQL without a semicolon");
            case '?' ->
                throw new SqlMistake(
                        "\"?\"" + near(at),
                        "the value itself where a placeholder was meant; for JSON write jsonb_exists(data, 'key') instead of"
                                + " data ? 'key', and jsonb_exists_any, jsonb_exists_all or jsonb_path_exists for"
                                + " ?|, ?& and @?");
            default -> {
                if (OPERATORS.indexOf(c) < 0) {
                    throw new SqlMistake(
                            "the character " + Shown.character(c) + near(at), "SQL; text belongs in single quotes");
                }
                add(Kind.OPERATOR, operatorEnd());
            }
        }
    }

    private void colon() throws SqlMistake {
        if (sql.startsWith("::", at)) {
            add(Kind.PUNCTUATION, at + 2);
        } else if (sql.startsWith(":=", at)) {
            add(Kind.OPERATOR, at + 2);
        } else if (!open.isEmpty() && open.peek().is("[")) {
            add(Kind.PUNCTUATION, at + 1);
        } else {
            int end = at + 1;
            while (end < sql.length() && isWordPart(sql.charAt(end))) {
                end++;
            }
            throw new SqlMistake(
                    "the placeholder \"" + sql.substring(at, end) + "\"", "the value itself; a cast is ::");
        }
    }

    private int operatorEnd() {
        int end = at;
        while (end < sql.length()
                && OPERATORS.indexOf(sql.charAt(end)) >= 0
                && !sql.startsWith("--", end)
                && !sql.startsWith("/*", end)) {
            end++;
        }
        // as in SQL: a sign is an operator of its own unless the operator has one of the characters ~!@#%^&|
        while (end - at > 1
                && "+-".indexOf(sql.charAt(end - 1)) >= 0
                && sql.substring(at, end).chars().noneMatch(x -> "~!@#%^&|".indexOf(x) >= 0)) {
            end--;
        }
        return end;
    }

    private int wordEnd() {
        int end = at;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private int numberEnd() {
        int end = at;
        while (end < sql.length()
                && sql.charAt(end) != '$'
                && (isWordPart(sql.charAt(end)) || sql.charAt(end) == '.' || isExponentSign(end))) {
            end++;
        }
        return end;
    }

    private boolean isExponentSign(int i) {
        return "+-".indexOf(sql.charAt(i)) >= 0 && "eE".indexOf(sql.charAt(i - 1)) >= 0 && isDigit(i + 1);
    }

    private boolean isDigit(int i) {
        return i < sql.length() && sql.charAt(i) >= '0' && sql.charAt(i) <= '9';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private void add(Kind kind, int end) {
        tokens.add(new SqlToken(kind, sql.substring(at, end), at));
        at = end;
    }

    private static String closing(String bracket) {
        return bracket.equals("(") ? ")" : "]";
    }

    private String near(int offset) {
        return " at " + Shown.text(sql.substring(offset), 30);
    }
}
