package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.ledger.CommittedChunk;
import dev.backfill.ledger.Ledger;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunId;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that appeared behind the checkpoints while the run went on. Each sweep freezes its bounds anew, so a table that
 * keeps growing does not keep it going. Only for work that changes nothing when applied again.
 */
final class Sweep {
    private final RunId run;
    private final Plan plan;
    private final Database database;
    private final Target target;
    private final Ledger ledger;

    Sweep(RunId run, Plan plan, Database database, Target target, Ledger ledger) {
        this.run = run;
        this.plan = plan;
        this.database = database;
        this.target = target;
        this.ledger = ledger;
    }

    /** Numbers of all sweep partitions, those of earlier processes included. */
    List<Integer> partitions() {
        if (plan.idempotent()) {
            List<Range> wanted = wanted();
            database.transact(TransactionOptions.CONTROL, session -> {
                ledger.addPartitions(session, run, wanted);
                return true;
            });
        }
        return database.transact(TransactionOptions.CONTROL, s -> ledger.checkpoints(s, run)).stream()
                .map(Checkpoint::partition)
                .filter(number -> number > plan.partitions().size())
                .toList();
    }

    private List<Range> wanted() {
        List<Range> wanted = new ArrayList<>();
        int partitions = plan.partitions().size();
        for (int number = 1; number <= partitions; number++) {
            Range range = plan.partitions().get(number - 1);
            if (undone(range, number)) {
                wanted.add(range);
            }
        }
        Range behind = partitions == 0
                ? Range.ALL
                : new Range(plan.partitions().get(partitions - 1).upTo(), null);
        Position last = read(s -> target.keyset().last(s, behind));
        if (last != null) {
            wanted.add(behind.to(last));
        }
        return wanted;
    }

    /** True if the range has rows that need the work, beyond those that could not be changed. */
    private boolean undone(Range range, int partition) {
        if (plan.backfill().where() == null && target.update().isEmpty()) {
            return false;
        }
        long needing = plan.backfill().where() == null
                ? read(s -> target.audit().differing(s, range))
                : read(s -> target.audit().remaining(s, range));
        return needing > 0 && needing > read(s -> dead(s, partition));
    }

    private long dead(Session session, int partition) {
        return ledger.chunks(session, run, partition).stream()
                .map(CommittedChunk::result)
                .mapToLong(result -> result.dead())
                .sum();
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T read(java.util.function.Function<Session, T> body) {
        return database.transact(TransactionOptions.READING, body);
    }
}
