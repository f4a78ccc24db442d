package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.definition.OnConflict;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One INSERT of rows of which somebody else may have written some since the statement began. IGNORE would let pass what
 * does not fit, and ON DUPLICATE KEY answers to any unique index: so that it answers to the copy's key alone, a row that is
 * met by another index asks for a number that there is not.
 */
final class MariaUpsert {
    /** The largest whole number there is. */
    private static final String LARGEST = "18446744073709551615";

    /** Rows that were met by their key; the server's own count cannot tell them from rows that are new. */
    static final String MET = "@backfill_met";

    private final String table;
    private final List<Column> columns;
    private final List<Column> image;
    private final OnConflict onConflict;
    /** A row that somebody else wrote meanwhile is then a failure, which the next try does not meet again. */
    private final boolean plain;

    private final PlainFirst plainFirst = new PlainFirst();

    /**
     * @param image columns of the unique key that says which row is meant; NOT NULL
     */
    MariaUpsert(Table into, List<Column> columns, List<Column> image, OnConflict onConflict) {
        this.table = MariaNames.quote(into.name());
        this.columns = columns;
        this.image = image;
        this.onConflict = onConflict;
        // the clause asks for the privilege even where it changes nothing
        this.plain = onConflict == OnConflict.FAIL
                || (onConflict == OnConflict.SKIP && into.missingPrivileges().contains("UPDATE"));
    }

    /** The statement, made of one that selects the values. */
    String sql(String select) {
        return insert(select) + conflict();
    }

    private String insert(String select) {
        return "INSERT INTO " + table + " (" + MariaNames.list(columns, c -> MariaNames.quote(c.name())) + ") "
                + select;
    }

    private String conflict() {
        if (plain) {
            return "";
        }
        String same = image.stream()
                .map(c -> there(c) + " <=> VALUES(" + MariaNames.quote(c.name()) + ")")
                .collect(Collectors.joining(" AND "));
        Column first = image.get(0);
        // the server does not refuse NULL everywhere: a column that counts by itself takes it for zero
        String another = LARGEST + " + " + MET + " + 1 IS NULL";
        String found = there(first) + " = IF((" + same + " AND (" + MET + " := " + MET + " + 1)) OR " + another + ", "
                + there(first) + ", NULL)";
        String rest = columns.stream()
                .filter(c -> onConflict == OnConflict.UPDATE && !image.contains(c))
                .map(c -> ", " + there(c) + " = VALUES(" + MariaNames.quote(c.name()) + ")")
                .collect(Collectors.joining());
        return " ON DUPLICATE KEY UPDATE " + found + rest;
    }

    private String there(Column column) {
        return table + "." + MariaNames.quote(column.name());
    }

    /**
     * Inserts what a query selects.
     *
     * @param all selects rows whether they are there or not
     * @param needing selects those that are not there as they should be; with the same parameters
     * @return rows written
     */
    int run(Session session, String all, String needing, @Nullable Object... parameters) {
        return plainFirst.insert(
                (JdbcSession) session, insert(all), () -> run(session, sql(needing), parameters), parameters);
    }

    /** Of a row that was met and overwritten the server counts two, of one left alone one. */
    private int run(Session session, String sql, @Nullable Object[] parameters) {
        if (plain) {
            return session.update(sql, parameters);
        }
        session.query("SELECT " + MET + " := 0", row -> true);
        int counted;
        try {
            counted = session.update(sql, parameters);
        } catch (DatabaseException e) {
            throw explained(e);
        }
        return counted
                - (int) session.one("SELECT " + MET, row -> row.number(1)).longValue();
    }

    /** Nothing else is out of range but where another index met the row. */
    private DatabaseException explained(DatabaseException failure) {
        if (failure.failureClass() != FailureClass.DATA
                || !String.valueOf(failure.getMessage()).contains(MariaFailures.ANOTHER)) {
            return failure;
        }
        return new DatabaseException(
                FailureClass.DATA,
                MariaFailures.DUPLICATE_KEY,
                "duplicate entry for a unique key of " + table + " other than the one over "
                        + image.stream().map(Column::name).toList(),
                false,
                failure);
    }
}
