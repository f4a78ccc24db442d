package dev.backfill.definition;

import dev.backfill.definition.SqlToken.Kind;
import java.util.List;
import java.util.Set;

/**
 * Rewrites tokens of valid PostgreSQL that JSqlParser does not know into ones of the same shape that it does. The result
 * is for the parser only; what the database gets is always the author's own text.
 */
final class SqlDialectGap {
    private static final Set<String> UNKNOWN_OPERATORS = Set.of("#", "#-", "^@", "@?", "<->", "<=>", "&<", "&>", "-|-");
    private static final Set<String> UNKNOWN_PREFIXES = Set.of("|/", "||/", "@");
    private static final Set<String> NOISE = Set.of("symmetric", "asymmetric", "variadic");

    private final List<SqlToken> tokens;

    private SqlDialectGap(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    static String bridge(List<SqlToken> tokens) {
        SqlDialectGap gap = new SqlDialectGap(tokens);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i += gap.width(i)) {
            text.append(gap.at(i, ".") || gap.at(i, "(") || gap.at(i - 1, ".") ? "" : " ")
                    .append(gap.replacement(i));
        }
        return text.toString().strip();
    }

    /** How many tokens the replacement stands for. */
    private int width(int i) {
        if (at(i, "collate")) {
            return at(i + 2, ".") ? 4 : 2;
        }
        if (at(i, "operator") && at(i + 1, "(")) {
            int end = i;
            while (!at(end, ")")) {
                end++;
            }
            return end - i + 1;
        }
        if (at(i, "json") && isAfterIs(i)) {
            return at(i + 1, "value") || at(i + 1, "scalar") || at(i + 1, "array") || at(i + 1, "object") ? 2 : 1;
        }
        return 1;
    }

    private String replacement(int i) {
        SqlToken token = tokens.get(i);
        if (token.kind() == Kind.LITERAL) {
            return "'x'";
        }
        if (token.kind() == Kind.OPERATOR) {
            boolean prefix = i == 0
                    || at(i - 1, "(")
                    || at(i - 1, ",")
                    || tokens.get(i - 1).kind() == Kind.OPERATOR;
            if (prefix && UNKNOWN_PREFIXES.contains(token.text())) {
                return "-";
            }
            return UNKNOWN_OPERATORS.contains(token.text()) ? "||" : token.text();
        }
        if (at(i, "collate") || (token.kind() == Kind.WORD && NOISE.contains(token.name()))) {
            return "";
        }
        if (at(i, "operator") && at(i + 1, "(")) {
            return "||";
        }
        return (at(i, "json") || at(i, "normalized")) && isAfterIs(i) ? "null" : token.text();
    }

    private boolean isAfterIs(int i) {
        return at(i - 1, "is") || (at(i - 1, "not") && at(i - 2, "is"));
    }

    private boolean at(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(text);
    }
}
