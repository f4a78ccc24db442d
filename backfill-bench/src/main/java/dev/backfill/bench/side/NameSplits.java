package dev.backfill.bench.side;

import dev.backfill.bench.table.Product;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;

/** The job as a backfill of this engine. */
public final class NameSplits {
    private NameSplits() {}

    /** In SQL. */
    public static Backfill sql(String database, Product product, int workers) {
        return backfill(database, workers, new Work.Set(NameSplit.expressions(product)));
    }

    /** In Java. */
    static Backfill rows(String database, int workers) {
        return backfill(database, workers, new Work.Rows("split-names", new NameTransform()));
    }

    private static Backfill backfill(String database, int workers, Work work) {
        return Backfill.builder("split-names", database, new TableName(null, "users"), work)
                .where(NameSplit.WHERE)
                .workers(workers)
                .build();
    }
}
