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

    private String minus(String left, String right) {
        return database.dialect().minus(rows(left), rows(right));
    }

    private String rows(String from) {
        return "SELECT " + database.dialect().row("x", database.columns(from)) + " AS v FROM " + from + " AS x";
    }
}
