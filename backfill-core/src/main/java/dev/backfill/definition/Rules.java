package dev.backfill.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a definition must be like, whether they come from YAML or from Java. Each method reports what it
 * finds wrong; none throws.
 */
final class Rules {
    static final int MAX_NAME = 100;
    static final int MAX_WORKERS = 64;
    static final int MAX_CHUNK_ROWS = 100_000;
    static final int MAX_ROWS_PER_SECOND = 10_000_000;
    /** Far more than a database that is well ever causes; a larger number is no limit. */
    static final int MAX_RETRIES_PER_MINUTE = 10_000;
    /** Below this a chunk is all overhead; above the other, its locks are held longer than any user waits. */
    static final Duration MIN_TARGET_TIME = Duration.ofMillis(10);

    static final Duration MAX_TARGET_TIME = Duration.ofSeconds(60);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** Receives the mistakes. */
    interface Report {
        void mistake(String property, String found, String expected);
    }

    private final Report report;

    Rules(Report report) {
        this.report = report;
    }

    void name(String name) {
        slug("name", name);
    }

    /** A name that is typed in commands and stands in labels. */
    void slug(String property, String name) {
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
            wrong(property, name, "lower case letters, digits and single hyphens, at most " + MAX_NAME + " characters");
        }
    }

    /** A name that people gave to something: not empty, one line. */
    void label(String property, String value) {
        if (value.isBlank()) {
            wrong(property, value, "a name");
        } else if (Shown.hasControl(value)) {
            wrong(property, value, "no control characters");
        }
    }

    void description(String value) {
        if (Shown.hasControl(value.replaceAll("[\\r\\n\\t]", ""))) {
            wrong("description", value, "no control characters");
        }
    }

    void table(TableName table) {
        table("table", table);
    }

    void table(String property, TableName table) {
        if (table.schema() != null) {
            label(property, table.schema());
        }
        label(property, table.table());
    }

    void key(List<String> key) {
        Set<String> seen = new HashSet<>();
        for (String column : key) {
            label("key", column);
            if (!seen.add(column)) {
                wrong("key", column, "each column once");
            }
        }
    }

    void where(String where) {
        expression("where", where);
    }

    void set(Map<String, String> expressions, List<String> key) {
        expressions.forEach((column, expression) -> {
            label("set." + column, column);
            notKey("set." + column, column, key);
            expression("set." + column, expression);
        });
    }

    void transform(Work.Rows rows, List<String> key) {
        if (rows.transform().writes().isEmpty()) {
            wrong("transform", rows.name(), "a transform that writes at least one column");
        }
        rows.transform().writes().forEach(column -> notKey("transform", column, key));
    }

    void chunk(@Nullable Integer min, @Nullable Integer max, @Nullable Duration targetTime) {
        if (min != null) {
            range("chunk.min", min, 1, MAX_CHUNK_ROWS, "rows");
        }
        if (max != null) {
            range("chunk.max", max, 1, MAX_CHUNK_ROWS, "rows");
        }
        if (min != null && max != null && min > max) {
            report.mistake(
                    "chunk.min",
                    Shown.text("min: " + min) + " and " + Shown.text("max: " + max),
                    "a min that is not above max");
        }
        if (targetTime != null
                && (targetTime.compareTo(MIN_TARGET_TIME) < 0 || targetTime.compareTo(MAX_TARGET_TIME) > 0)) {
            wrong("chunk.target-time", targetTime.toMillis() + "ms", "a time from 10ms to 60s");
        }
    }

    void workers(int workers) {
        range("workers", workers, 1, MAX_WORKERS, "threads");
    }

    void limits(
            @Nullable Integer rowsPerSecond,
            @Nullable DeadLetterLimit maxDeadLetters,
            @Nullable Integer maxRetriesPerMinute) {
        if (rowsPerSecond != null) {
            range("limits.rows-per-second", rowsPerSecond, 1, MAX_ROWS_PER_SECOND, "rows");
        }
        if (maxDeadLetters instanceof DeadLetterLimit.Rows dead && dead.rows() < 0) {
            wrong("limits.max-dead-letters", dead.toString(), "0 or more");
        }
        if (maxDeadLetters instanceof DeadLetterLimit.Share dead
                && (dead.percent().signum() < 0 || dead.percent().compareTo(HUNDRED) > 0)) {
            wrong("limits.max-dead-letters", dead.toString(), "a share from 0% to 100%");
        }
        if (maxRetriesPerMinute != null) {
            range("limits.max-retries-per-minute", maxRetriesPerMinute, 1, MAX_RETRIES_PER_MINUTE, "retries");
        }
    }

    /** @param property where the query stands, such as {@code verify.0.expect-zero} */
    void query(String property, String query) {
        try {
            Expressions.checkQuery(query);
        } catch (SqlMistake e) {
            sql(property, e);
        }
    }

    /** @param names in the order of the checks */
    void checkNames(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String property = "verify." + i + ".name";
            label(property, names.get(i));
            if (!seen.add(names.get(i))) {
                wrong(property, names.get(i), "a name that no other check has");
            }
        }
    }

    void expression(String property, String expression) {
        try {
            Expressions.check(expression);
        } catch (SqlMistake e) {
            sql(property, e);
        }
    }

    private void sql(String property, SqlMistake e) {
        report.mistake(property, e.found() + " in " + Shown.text(last(property)), e.expected());
    }

    private void notKey(String property, String column, List<String> key) {
        if (key.contains(column)) {
            report.mistake(
                    property,
                    "the key column " + Shown.text(column) + " among the columns to change",
                    "other columns: a row whose key changes would be met again or missed");
        }
    }

    /** Whether the value is inside. */
    boolean range(String property, int value, int min, int max, String unit) {
        boolean inside = value >= min && value <= max;
        if (!inside) {
            wrong(property, String.valueOf(value), "a whole number of " + unit + " from " + min + " to " + max);
        }
        return inside;
    }

    void mistake(String property, String found, String expected) {
        report.mistake(property, found, expected);
    }

    void wrong(String property, String value, String expected) {
        report.mistake(property, Shown.text(last(property) + ": " + value), expected);
    }

    private static String last(String property) {
        // names of columns may have dots
        for (String columns : List.of("set.", CopyRules.COLUMNS)) {
            if (property.startsWith(columns)) {
                return property.substring(columns.length());
            }
        }
        return property.substring(property.lastIndexOf('.') + 1);
    }
}
