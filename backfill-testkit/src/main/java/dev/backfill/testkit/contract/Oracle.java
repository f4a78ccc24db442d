package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What a backfill must lead to: the same change as one plain statement on a copy of the table. */
final class Oracle {
    static final String COPY = "backfill_oracle";

    private final TestDatabase database;
    private final String table;

    Oracle(TestDatabase database, String table) {
        this.database = database;
        this.table = table;
        database.run("DROP TABLE IF EXISTS " + COPY, "CREATE TABLE " + COPY + " AS SELECT * FROM " + table);
    }

    /** Completes {@code UPDATE backfill_oracle}. */
    Oracle update(String clauses) {
        database.run(database.dialect().update(COPY) + " " + clauses);
        return this;
    }

    /** Completes {@code INSERT INTO backfill_oracle}; columns in the table's order. */
    Oracle insert(String select) {
        database.run("INSERT INTO " + COPY + " " + select);
        return this;
    }

    /** Row by row, as text since not every type has an equality, and in both directions. */
    void assertSame() {
        assertThat(database.list(minus(table, COPY)))
                .as("rows there should not be")
                .isEmpty();
        assertThat(database.list(minus(COPY, table))).as("rows there should be").isEmpty();
    }

    private String minus(String left, String right) {
        return "SELECT r FROM (" + rows(left, 1) + " UNION ALL " + rows(right, -1)
                + ") AS both_sides GROUP BY r HAVING sum(w) > 0 LIMIT 5";
    }

    private String rows(String from, int weight) {
        return "SELECT " + database.dialect().row("x", database.columns(from)) + " AS r, " + weight + " AS w FROM "
                + from + " AS x";
    }
}
