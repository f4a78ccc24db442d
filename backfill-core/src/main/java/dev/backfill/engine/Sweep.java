package dev.backfill.engine;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.ledger.Checkpoint;
import dev.backfill.ledger.DeadLetter;
import dev.backfill.ledger.Ledger;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        // a retry has nothing to do with rows that appeared
        if (plan.idempotent() && plan.retryOf() == null) {
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
        Set<Position> dead = dead();
        for (int number = 1; number <= partitions; number++) {
            Range range = plan.partitions().get(number - 1);
            if (undone(range, dead)) {
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

    /** True if the range may have rows that need the work, other than those that are known not to take it. */
    private boolean undone(Range range, Set<Position> dead) {
        boolean conditional = plan.backfill().whereEnds();
        if (!conditional && target.update().isEmpty()) {
            return false;
        }
        Target.Audit audit = target.audit();
        int enough = dead.size() + 1;
        try {
            List<Position> needing = conditional
                    ? read(s -> audit.remainingKeys(s, range, enough))
                    : read(s -> audit.differingKeys(s, range, enough));
            return !dead.containsAll(needing);
        } catch (DatabaseException e) {
            if (e.failureClass() != FailureClass.DATA) {
                throw e;
            }
            // a row on which an expression fails keeps the others from being looked at; chunks can set it aside
            return true;
        }
    }

    private Set<Position> dead() {
        return read(s -> ledger.deadLetters(s, run, Integer.MAX_VALUE)).stream()
                .map(DeadLetter::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T read(java.util.function.Function<Session, T> body) {
        return database.transact(TransactionOptions.READING, body);
    }
}
