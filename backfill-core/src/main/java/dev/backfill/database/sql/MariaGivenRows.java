package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Target;
import dev.backfill.definition.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows that are given to statements: as JSON, and those too large for that in a temporary table. Immutable. */
final class MariaGivenRows {
    private final List<Column> writes;
    private final MariaJsonRows json;
    private final MariaTypedRows typed;

    /**
     * @param of the table that is written
     * @param key empty for rows of a copy
     */
    MariaGivenRows(TableName of, List<Column> key, List<Column> writes) {
        this.writes = writes;
        this.json = new MariaJsonRows(key, writes);
        this.typed = new MariaTypedRows(of, key, writes);
    }

    /**
     * What one statement is given.
     *
     * @param places which of the rows
     * @param json the rows, unless they are in the temporary table
     */
    record Part(MariaRowSource source, String sql, List<Integer> places, @Nullable String json) {
        /** Those that the statement begins with. */
        @Nullable
        Object[] parameters() {
            return json == null ? new Object[0] : new Object[] {json};
        }
    }

    interface Statement<T> {
        T run(Part part);
    }

    /**
     * Gives the rows to a statement, in as many parts as it takes, and those too large for it all at once.
     *
     * @param rows their keys, versions and values, or values alone; shorter ones lack values
     * @param form the statement, or the longest of them
     */
    <T> List<T> run(
            MariaSession session,
            List<? extends List<? extends @Nullable Object>> rows,
            Function<MariaRowSource, String> form,
            Statement<T> statement) {
        List<T> answers = new ArrayList<>();
        List<Integer> large = new ArrayList<>();
        String sql = form.apply(json);
        for (int from = 0; from < rows.size(); ) {
            int end = json.end(session, sql, rows, from);
            if (end == from) {
                large.add(from);
                end++;
            } else {
                List<Integer> places = IntStream.range(from, end).boxed().toList();
                answers.add(statement.run(new Part(json, sql, places, MariaRows.json(rows.subList(from, end)))));
            }
            from = end;
        }
        if (!large.isEmpty()) {
            typed.fill(session, large.stream().map(rows::get).toList());
            answers.add(statement.run(new Part(typed, form.apply(typed), large, null)));
            typed.drop(session);
        }
        return answers;
    }

    /** How the server would run the statement, by one that is given no rows. */
    Target.StatementPlan explain(MariaSession session, Function<MariaRowSource, String> form) {
        MariaExplain explain = new MariaExplain(session);
        if (session.rowsOfJson()) {
            return explain.plan(form.apply(json), "[]");
        }
        typed.fill(session, List.of());
        Target.StatementPlan plan = explain.plan(form.apply(typed));
        typed.drop(session);
        return plan;
    }

    /** Privileges that rows may need that are too large for one statement, where there may be such rows. */
    List<String> missingForLargeRows(MariaSession session) {
        return writes.stream().anyMatch(MariaType::isLarge) && typed.denied(session)
                ? List.of(typed.privilege())
                : List.of();
    }
}
