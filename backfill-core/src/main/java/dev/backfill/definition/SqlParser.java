package dev.backfill.definition;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;

/** JSqlParser, with an end to its patience: it can take exponential time over nested parentheses. */
final class SqlParser {
    private static final long PATIENCE_MILLIS = 2000;
    private static final Pattern TOKEN = Pattern.compile("unexpected token: (\".*?\")(?: |$)", Pattern.MULTILINE);
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "definition-parser");
        thread.setDaemon(true);
        return thread;
    });

    private SqlParser() {}

    /** Tries the parser's quick grammar and then its complete one. */
    static Statement parse(String sql) throws SqlMistake {
        try {
            return parse(sql, false);
        } catch (JSQLParserException quick) {
            try {
                return parse(sql, true);
            } catch (JSQLParserException complete) {
                Matcher token = TOKEN.matcher(String.valueOf(complete.getMessage()));
                throw new SqlMistake(
                        token.find() ? "SQL that does not parse, near " + token.group(1) : "SQL that does not parse",
                        "");
            }
        }
    }

    private static Statement parse(String sql, boolean complete) throws JSQLParserException {
        CCJSqlParser parser = CCJSqlParserUtil.newParser(sql);
        parser.withTimeOut(PATIENCE_MILLIS);
        parser.withAllowComplexParsing(complete);
        return CCJSqlParserUtil.parseStatement(parser, THREADS);
    }
}
