package dev.backfill.chunk;

import dev.backfill.database.Database;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import dev.backfill.database.TransactionOptions;
import dev.backfill.ledger.ChunkId;
import dev.backfill.ledger.ChunkResult;
import dev.backfill.ledger.Ledger;
import dev.backfill.run.PhaseClock;
import dev.backfill.run.RunSignal.Phase;
import dev.backfill.work.RangeWork;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One chunk: find its end, take its number in the ledger, do the work, complete the ledger's row, commit. All in one
 * transaction, so that the data and the record of it are one; but that rows of another database are read before it
 * begins. Thread-safe.
 */
final class ChunkTransaction {
    private final Database database;
    private final Target.Keyset keyset;
    private final Optional<Target.Retried> retried;
    private final Optional<Target.Carrying> elsewhere;
    private final RangeWork work;
    private final Ledger ledger;
    private final long epoch;
    private final ChunkProbe probe;

    ChunkTransaction(Database database, Target target, RangeWork work, Ledger ledger, long epoch, ChunkProbe probe) {
        this.database = database;
        this.keyset = target.keyset();
        this.retried = target.retried();
        this.elsewhere = target.carrying();
        this.work = work;
        this.ledger = ledger;
        this.epoch = epoch;
        this.probe = probe;
    }

    /** Runs the attempt; what it learned on the way is in the attempt, also if this throws. */
    void run(ChunkAttempt attempt) {
        Ahead ahead = elsewhere.map(other -> ahead(attempt, other)).orElse(null);
        database.transact(TransactionOptions.CHUNK, session -> {
            Target.Page page = ahead == null
                    ? found(
                            attempt,
                            attempt.clock.time(Phase.FIND, () -> keyset.next(session, attempt.rest, attempt.size)))
                    : ahead.page();
            ledger.claim(session, attempt.id, epoch, attempt.range);
            ChunkResult result = page == null
                    ? new ChunkResult(0, 0, 0)
                    : rows(session, attempt, page, ahead == null ? work : ahead.work());
            retried.ifPresent(rows -> rows.settle(session, attempt.range));
            ledger.complete(session, attempt.id, result, attempt.clock.total());
            // before the commit, whose answer may be lost
            attempt.result = result;
            attempt.beginCommit();
            probe.at(Moment.BEFORE_COMMIT);
            return true;
        });
        attempt.endCommit();
        probe.at(Moment.AFTER_COMMIT);
    }

    /** What a chunk is about, before its transaction has begun. */
    private record Ahead(Target.@Nullable Page page, RangeWork work) {}

    /** While another database is asked, however long it takes, nobody waits for a lock in the one that is written. */
    private Ahead ahead(ChunkAttempt attempt, Target.Carrying other) {
        Target.Page page = found(attempt, attempt.clock.time(Phase.FIND, () -> other.next(attempt.rest, attempt.size)));
        return new Ahead(page, page == null || attempt.buries(page) ? work : work.ahead(attempt.range, attempt.clock));
    }

    private static Target.@Nullable Page found(ChunkAttempt attempt, Target.@Nullable Page page) {
        if (page == null) {
            attempt.range = attempt.rest;
            return null;
        }
        // a burial ends at its row, whatever else may have appeared behind it
        boolean last = page.rows() < attempt.size && attempt.burial == null;
        attempt.range = last ? attempt.rest : attempt.rest.to(page.end());
        attempt.rows = page.rows();
        attempt.end = page.end();
        return page;
    }

    private ChunkResult rows(Session session, ChunkAttempt attempt, Target.Page page, RangeWork ready) {
        Slice.Burial burial = attempt.burial;
        RangeWork.Result done = burial != null && attempt.buries(page)
                ? new RangeWork.Result(0, Map.of(page.end(), burial.why()))
                : ready.apply(session, attempt.range, attempt.clock);
        int dead = 0;
        for (Map.Entry<Position, String> rejected : done.rejected().entrySet()) {
            dead += ledger.bury(session, attempt.id, rejected.getKey(), rejected.getValue()) ? 1 : 0;
        }
        int effect = done.changed() + dead;
        // a sweep sees rows that were counted before; a row inserted since the count adds to it
        return new ChunkResult(attempt.sweep ? effect : Math.max(page.rows(), effect), done.changed(), dead);
    }

    /** One try of one chunk; used by one thread. */
    static final class ChunkAttempt {
        final ChunkId id;
        final Range rest;
        final int size;
        final boolean sweep;
        /** The row to be buried instead of worked on, if it is still the next one. */
        final Slice.@Nullable Burial burial;

        final PhaseClock clock = new PhaseClock();
        Range range;
        /** How many rows were found; 0 before that. */
        int rows;

        /** The last row found. */
        @Nullable
        Position end;

        @Nullable
        ChunkResult result;

        private long commitBegan;

        ChunkAttempt(ChunkId id, Range rest, int size, boolean sweep, Slice.@Nullable Burial burial) {
            this.id = id;
            this.rest = rest;
            this.range = rest;
            this.size = size;
            this.sweep = sweep;
            this.burial = burial;
        }

        /** True if the page ends with the row that is to be buried. */
        private boolean buries(Target.Page page) {
            return burial != null && burial.key().equals(page.end());
        }

        private void beginCommit() {
            commitBegan = System.nanoTime();
        }

        private void endCommit() {
            clock.add(Phase.COMMIT, System.nanoTime() - commitBegan);
        }
    }
}
