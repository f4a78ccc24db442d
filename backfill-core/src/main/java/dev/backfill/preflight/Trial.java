package dev.backfill.preflight;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Page;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import dev.backfill.error.BackfillException;
import dev.backfill.plan.Bounds;
import dev.backfill.plan.TrialChunk;
import dev.backfill.plan.TrialResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Does the work on a few chunks spread over the table, twice each, in transactions that cannot commit. Their rows stay
 * locked for as long as one chunk takes; so chunks have the smallest size that the definition allows.
 */
final class Trial {
    /** No chunk is begun after this; what was seen until then must do. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * A row may be locked by the application for a moment; after this many tries and {@link #IN_THE_WAY} it is in the way.
     * The time is for deadlocks, which are over at once: an application that never rests makes several in a row.
     */
    private static final int TRIES = 3;

    private static final Duration IN_THE_WAY = Duration.ofSeconds(5);

    /** Between two tries; a share of it by chance, so as not to keep step with the application. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** For looking for rows to try: reads much of the table at worst, and may find nothing in time. */
    private static final TransactionOptions SEEKING =
            new TransactionOptions(Duration.ofSeconds(2), Duration.ofSeconds(30), false, false);

    /** Enough rows to see whether they change again, few enough to be locked together. */
    private static final int SOUGHT_ROWS = 200;

    /** Rows that are refused one after the other before the trial gives up there. */
    private static final int MOST_PASSED = 20;

    private final Backfill backfill;
    private final Database database;
    private final Target target;
    private final Bounds bounds;
    private final TrialRun chunkRun;
    private final List<TrialChunk> chunks = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    Trial(Backfill backfill, Database database, Target target, Bounds bounds) {
        this.backfill = backfill;
        this.database = database;
        this.target = target;
        this.bounds = bounds;
        this.chunkRun = new TrialRun(backfill, database, target);
    }

    TrialResult run() {
        if (bounds.partitions().isEmpty()) {
            return TrialResult.EMPTY;
        }
        try {
            boolean small = bounds.exact() && bounds.rows() <= (long) Bounds.SAMPLES * rowsPerChunk();
            boolean whole = small ? walk() : sample();
            boolean unseen = chunks.stream().noneMatch(Trial::needed);
            // a row that cannot be done needs the work all the same
            boolean idle = unseen && (whole || seek()) && refusals.isEmpty();
            return new TrialResult(chunks, whole, idle, refusals, null);
        } catch (DatabaseException | BackfillException e) {
            return new TrialResult(chunks, false, false, refusals, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // its message may quote a row
            return new TrialResult(chunks, false, false, refusals, e.getClass().getName());
        }
    }

    private int rowsPerChunk() {
        return backfill.chunk().min();
    }

    /** Tries the whole table, chunk by chunk; true if it came to the end. */
    private boolean walk() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Range left = new Range(null, bounds.samples().get(0).upTo());
        Optional<Page> page = chunkRun.find(left, rowsPerChunk());
        while (page.isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            attempt(left, page.get());
            left = left.from(page.get().end());
            page = chunkRun.find(left, rowsPerChunk());
        }
        return refusals.isEmpty();
    }

    private boolean sample() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Range sample : bounds.samples()) {
            if (System.nanoTime() - deadline <= 0) {
                chunkRun.find(sample, rowsPerChunk()).ifPresent(page -> attempt(sample, page));
            }
        }
        return false;
    }

    private static boolean needed(TrialChunk chunk) {
        return chunk.changed() + chunk.rejected() > 0;
    }

    /**
     * Tries a chunk; where a row's data is refused, ever smaller beginnings of it, and at last row by row, past those that
     * are refused or need nothing: something shall be seen of rows that can be done.
     *
     * @return true if something was
     */
    private boolean attempt(Range range, Page page) {
        Range left = range;
        Optional<Page> attempt = Optional.of(page);
        boolean refused = false;
        int tries = 0;
        int passed = 0;
        long begin = System.nanoTime();
        while (attempt.isPresent()) {
            Page next = attempt.get();
            try {
                // a row that was picked stands for no others
                TrialChunk chunk = chunkRun.run(left.to(next.end()), passed == 0 ? next.rows() : TrialRun.ROWS_UNKNOWN);
                chunks.add(chunk);
                if (needed(chunk) || !refused) {
                    return needed(chunk);
                }
                left = left.from(next.end());
                attempt = ++passed > MOST_PASSED ? Optional.empty() : chunkRun.find(left, 1);
            } catch (DatabaseException e) {
                boolean patient = ++tries < TRIES || System.nanoTime() - begin < IN_THE_WAY.toNanos();
                if (e.failureClass() == FailureClass.CONTENTION && patient && pause()) {
                    continue;
                }
                if (e.failureClass() != FailureClass.DATA) {
                    throw e;
                }
                refused = true;
                refusals.add(String.valueOf(e.getMessage()));
                if (next.rows() == 1) {
                    left = left.from(next.end());
                    attempt = ++passed > MOST_PASSED ? Optional.empty() : chunkRun.find(left, 1);
                } else {
                    attempt = next.rows() == TrialRun.ROWS_UNKNOWN
                            ? Optional.empty()
                            : chunkRun.find(left, Math.max(1, next.rows() / 10));
                }
            }
        }
        return false;
    }

    /** False if this thread shall end. */
    private static boolean pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE.toMillis()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** True if only this process can tell which rows need the work, and would have to read them all. */
    private boolean transforms() {
        return backfill.work() instanceof Work.Copy copy && copy.transform() != null;
    }

    /** Past those that are refused. */
    private void oneByOne(Range all, List<Position> keys) {
        Range left = all;
        for (Position key : keys.subList(0, Math.min(keys.size(), MOST_PASSED))) {
            if (attempt(left.to(key), new Page(key, TrialRun.ROWS_UNKNOWN))) {
                return;
            }
            left = left.from(key);
        }
    }

    /** Looks for rows that need the work where samples had none; true if the whole table has none. */
    private boolean seek() {
        Range all = new Range(null, bounds.samples().get(0).upTo());
        List<Position> keys;
        try {
            if (backfill.whereEnds()) {
                keys = database.rehearse(SEEKING, s -> target.audit().remainingKeys(s, all, SOUGHT_ROWS));
            } else if (target.update().isPresent() && !transforms()) {
                keys = database.rehearse(SEEKING, s -> target.audit().differingKeys(s, all, SOUGHT_ROWS));
            } else {
                return false;
            }
        } catch (DatabaseException e) {
            if (e.failureClass() == FailureClass.CONTENTION || e.failureClass() == FailureClass.DATA) {
                return false;
            }
            throw e;
        }
        if (keys.isEmpty()) {
            return true;
        }
        Position first = keys.get(0);
        Position last = keys.get(keys.size() - 1);
        Range found = keys.size() == 1 ? all.to(last) : new Range(first, last);
        if (!attempt(found, new Page(last, TrialRun.ROWS_UNKNOWN))) {
            oneByOne(all, keys);
        }
        return false;
    }
}
