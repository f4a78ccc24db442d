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
        database.run("DROP TABLE IF EXISTS " + COPY, "CREATE TABLE " + COPY + " AS TABLE " + table);
    }

    /** Completes {@code UPDATE backfill_oracle}. */
    Oracle update(String clauses) {
        database.run("UPDATE " + COPY + " AS t " + clauses);
        return this;
    }

    /** Row by row, as text since not every type has an equality, and in both directions. */
    void assertSame() {
        assertThat(database.list(minus(table, COPY)))
                .as("rows there should not be")
                .isEmpty();
        assertThat(database.list(minus(COPY, table))).as("rows there should be").isEmpty();
    }

    private static String minus(String left, String right) {
        return "(SELECT x::text FROM " + left + " AS x EXCEPT ALL SELECT x::text FROM " + right + " AS x) LIMIT 5";
    }
}
