package dev.backfill.bench;

import dev.backfill.bench.table.Content;
import dev.backfill.bench.table.Product;

/** What a side finds. */
sealed interface Ground {
    /** Tables in one database. */
    record Tables(Product product, Content content) implements Ground {}

    /** An empty table in MariaDB, to be filled from users in PostgreSQL. */
    record FromPostgresIntoMaria() implements Ground {}
}
