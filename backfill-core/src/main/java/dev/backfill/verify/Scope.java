package dev.backfill.verify;

import dev.backfill.database.Database;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What checks look at, range by range, each in a transaction of its own: no snapshot is held for long. */
final class Scope {
    /** For one range of some tens of thousands, at most a few million rows. */
    static final TransactionOptions READING =
            new TransactionOptions(Duration.ofSeconds(5), Duration.ofMinutes(10), false, false);

    private final Plan plan;
    private final Database database;
    private final Target target;
    private final Set<Position> deadLetters;
    private final int buried;
    private final long retried;
    private final Tally tally;
    private final boolean part;
    private final BooleanSupplier mayLook;
    private long rowsInBounds = -1;
    private long rowsBehind = -1;

    Scope(Plan plan, Database database, Target target, Tally tally, Set<Position> deadLetters) {
        this(plan, database, target, tally, deadLetters, deadLetters.size(), 0, false, () -> true);
    }

    /**
     * @param deadLetters those that no retry has settled
     * @param buried how many there are with those that one has
     * @param retried how many rows the retries have written that settled the others
     * @param part true if the plan's partitions are what is done so far, and what lies between and behind them is not
     *     looked at
     * @param mayLook see {@link Verifier}
     */
    Scope(
            Plan plan,
            Database database,
            Target target,
            Tally tally,
            Set<Position> deadLetters,
            int buried,
            long retried,
            boolean part,
            BooleanSupplier mayLook) {
        this.part = part;
        this.mayLook = mayLook;
        this.plan = plan;
        this.database = database;
        this.target = target;
        this.tally = tally;
        this.deadLetters = deadLetters;
        this.buried = buried;
        this.retried = retried;
    }

    Plan plan() {
        return plan;
    }

    Backfill backfill() {
        return plan.backfill();
    }

    Target target() {
        return target;
    }

    /** Those that no retry has settled. */
    Set<Position> deadLetters() {
        return deadLetters;
    }

    /** How many dead letters there are, with those that a retry has settled. */
    int buried() {
        return buried;
    }

    /** How many rows the retries have written that settled dead letters. */
    long retried() {
        return retried;
    }

    Tally tally() {
        return tally;
    }

    boolean found(String findingCode) {
        return plan.findings().stream().anyMatch(f -> f.code().equals(findingCode));
    }

    /** The rows that appeared behind the last key there was at planning. */
    Range behind() {
        List<Range> partitions = plan.partitions();
        return partitions.isEmpty()
                ? Range.ALL
                : new Range(partitions.get(partitions.size() - 1).upTo(), null);
    }

    /** The whole table: the planned partitions, and what appeared behind them. */
    List<Range> everything() {
        List<Range> ranges = new ArrayList<>(plan.partitions());
        if (!part) {
            ranges.add(behind());
        }
        return ranges;
    }

    /** True if the run is not done, and only what is done is looked at. */
    boolean part() {
        return part;
    }

    /** Rows that are in the planned bounds now. */
    long rowsInBounds() {
        if (rowsInBounds < 0) {
            rowsInBounds = plan.partitions().stream().mapToLong(this::total).sum();
        }
        return rowsInBounds;
    }

    /** Rows of the planned bounds that the run did not change, and those that appeared between them since. */
    long leftAlone() {
        return tally.leftAlone() + Math.max(0, rowsInBounds() - tally.scanned());
    }

    /** True if there is no row that a check could look at. */
    boolean isEmpty() {
        if (rowsBehind < 0) {
            rowsBehind = part ? 0 : total(behind());
        }
        return rowsInBounds() + rowsBehind == 0;
    }

    long total(Range range) {
        return read(range, target.audit()::total);
    }

    <T extends @Nullable Object> T read(Range range, BiFunction<Session, Range, T> body) {
        refuseUnlessLooking();
        return database.transact(READING, session -> body.apply(session, range));
    }

    /** For what must not be able to write. */
    <T extends @Nullable Object> T rehearse(Function<Session, T> body) {
        refuseUnlessLooking();
        return database.rehearse(READING, body);
    }

    private void refuseUnlessLooking() {
        if (!mayLook.getAsBoolean()) {
            throw new Stopped();
        }
    }

    /** The verification is to end without an answer. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
