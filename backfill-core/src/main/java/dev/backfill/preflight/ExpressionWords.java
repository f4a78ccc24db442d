package dev.backfill.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an SQL expression, literals and comments left out. Knows no grammar, so it errs on the side of seeing a
 * name too many. Pure.
 */
public final class ExpressionWords {
    private static final Pattern TOKEN = Pattern.compile(
            """
            [eE]'(?:[^'\\\\]|\\\\.|'')*'      # string with backslashes
            |'(?:[^']|'')*'                   # string
            |\\$(?<tag>\\w*)\\$.*?\\$\\k<tag>\\$  # dollar-quoted string
            |--[^\\n]*                        # comments
            |/\\*.*?\\*/
            |"(?<quoted>(?:[^"]|"")*)"
            |(?<plain>[\\p{L}_][\\p{L}\\p{N}_$]*)
            """,
            Pattern.COMMENTS | Pattern.DOTALL);

    /**
     * @param text as the database folds it: lower case unless quoted
     * @param called true if an opening parenthesis follows
     */
    record Word(String text, boolean called) {}

    private ExpressionWords() {}

    static List<Word> of(String expression) {
        List<Word> words = new ArrayList<>();
        Matcher token = TOKEN.matcher(expression);
        while (token.find()) {
            String quoted = token.group("quoted");
            String plain = token.group("plain");
            if (quoted != null || plain != null) {
                String text = quoted != null ? quoted.replace("\"\"", "\"") : plain.toLowerCase(Locale.ROOT);
                words.add(new Word(text, parenthesisFollows(expression, token.end())));
            }
        }
        return words;
    }

    /** True if the expression may depend on one of the columns. */
    public static boolean mentionsAny(String expression, List<String> columns) {
        return of(expression).stream().anyMatch(word -> columns.contains(word.text()));
    }

    private static boolean parenthesisFollows(String expression, int from) {
        int at = from;
        while (at < expression.length() && Character.isWhitespace(expression.charAt(at))) {
            at++;
        }
        return at < expression.length() && expression.charAt(at) == '(';
    }
}
