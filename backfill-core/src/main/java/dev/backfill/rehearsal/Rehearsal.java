package dev.backfill.rehearsal;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Range;
import dev.backfill.database.Retry;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.plan.Plan;
import dev.backfill.run.PhaseClock;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunSignal.Phase;
import dev.backfill.run.Settings;
import dev.backfill.throttle.ChunkSizer;
import dev.backfill.work.RangeWork;
import org.jspecify.annotations.Nullable;

/**
 * A dry run: the statements of real chunks, each in a transaction that the database itself refuses to commit. One chunk
 * at a time. Not thread-safe.
 */
public final class Rehearsal {
    /** Of each partition, where only a sample is asked for. */
    private static final int SAMPLED_CHUNKS = 2;
    /** Somebody else's lock is waited for this often before the rehearsal gives up. */
    private static final int TRIES = 5;

    private final Plan plan;
    private final Settings settings;
    private final Database database;
    private final RunListener listener;
    private final Target target;
    private final RangeWork work;
    private final Findings findings;

    public Rehearsal(Plan plan, Settings settings, Database database, RunListener listener) {
        this.plan = plan;
        this.settings = settings;
        this.database = database;
        this.listener = listener;
        Backfill backfill = plan.backfill().withKey(plan.key());
        RunId of = plan.retryOf();
        Retry retry = of == null ? null : new Retry(of.value(), null);
        this.target = database.target(database.describe(backfill.table()), backfill, retry);
        this.work = RangeWork.of(target, backfill);
        this.findings = new Findings(plan, settings);
    }

    /**
     * @param full every chunk instead of a sample of each partition
     * @throws DatabaseException if the database fails for another reason than a row's data
     */
    public RehearsalReport run(boolean full) {
        int number = 0;
        for (Range partition : plan.partitions()) {
            number++;
            boolean complete = partition(number, partition, full ? Integer.MAX_VALUE : SAMPLED_CHUNKS);
            findings.partition(complete);
            if (findings.tooManyDead() || Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return findings.report(full, Thread.currentThread().isInterrupted());
    }

    /** True if the partition was rehearsed to its end. */
    private boolean partition(int number, Range partition, int chunks) {
        Range rest = partition;
        int normal = settings.chunkRows() == null ? plan.backfill().chunk().min() : settings.chunkRows();
        int size = normal;
        for (int done = 0; done < chunks; ) {
            if (findings.tooManyDead() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            Attempt attempt = attempt(rest, size);
            if (attempt.end == null) {
                return true;
            }
            if (attempt.failure != null && attempt.rows > 1) {
                size = ChunkSizer.isolating(attempt.rows);
                continue;
            }
            findings.add(attempt);
            listener.on(new RunSignal.ChunkCommitted(
                    number,
                    attempt.rows,
                    attempt.changed(),
                    attempt.unchanged(),
                    attempt.dead(),
                    attempt.clock.phases()));
            size = attempt.rows < normal ? ChunkSizer.recovering(size, normal) : normal;
            rest = rest.from(attempt.end);
            done += attempt.rows >= normal || chunks == Integer.MAX_VALUE ? 1 : 0;
        }
        return false;
    }

    private Attempt attempt(Range rest, int size) {
        for (int attempts = 1; ; attempts++) {
            Attempt attempt = new Attempt();
            try {
                database.rehearse(TransactionOptions.CHUNK, session -> {
                    chunk(session, rest, size, attempt);
                    return true;
                });
                return attempt;
            } catch (DatabaseException e) {
                if (e.failureClass() == FailureClass.DATA) {
                    attempt.failure = e.getMessage();
                    return attempt;
                }
                if (e.failureClass() != FailureClass.CONTENTION || attempts == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void chunk(Session session, Range rest, int size, Attempt attempt) {
        Target.Page page = attempt.clock.time(Phase.FIND, () -> target.keyset().next(session, rest, size));
        if (page == null) {
            return;
        }
        attempt.rows = page.rows();
        attempt.end = page.end();
        Range range = rest.to(page.end());
        int wanted = findings.examplesWanted();
        if (wanted > 0) {
            attempt.examples = Examples.of(target, work, session, range, wanted);
        }
        attempt.result = work.apply(session, range, attempt.clock);
    }

    /** One chunk rehearsed. */
    static final class Attempt {
        final PhaseClock clock = new PhaseClock();
        int rows;
        dev.backfill.database.@Nullable Position end;
        RangeWork.@Nullable Result result;
        java.util.List<Target.Example> examples = java.util.List.of();
        /** Why the database refuses the rows' data. */
        @Nullable
        String failure;

        int changed() {
            return result == null ? 0 : result.changed();
        }

        int dead() {
            return failure != null ? 1 : result == null ? 0 : result.rejected().size();
        }

        int unchanged() {
            return Math.max(0, rows - changed() - dead());
        }
    }
}
