package dev.backfill.ledger;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ledger in tables of the target database. */
public final class SqlLedger implements Ledger {
    private static final int PAGE = 5_000;

    private final String addPartition;
    private final String lastPartition;
    private final String checkpoints;
    private final String claim;
    private final String holds;
    private final String complete;
    private final String bury;
    private final String buryAgain;
    private final String totals;
    private final String partitions;
    private final String unsettled;
    private final String deadLetters;
    private final String deadLettersBehind;
    private final String chunks;

    public SqlLedger(Database.Home home) {
        String partition = home.table("backfill_partition");
        String chunk = home.table("backfill_chunk");
        String deadLetter = home.table("backfill_dead_letter");
        addPartition = "INSERT INTO " + partition + " (run_id, partition_no, after_key, up_to_key) VALUES (?, ?, ?, ?)";
        lastPartition = "SELECT coalesce(max(partition_no), 0) FROM " + partition + " WHERE run_id = ?";
        checkpoints =
                """
                SELECT p.partition_no, p.after_key, p.up_to_key, c.chunk_no, c.up_to_key
                  FROM %s p
                  LEFT JOIN %s c ON c.run_id = p.run_id AND c.partition_no = p.partition_no
                   AND c.chunk_no = (SELECT max(m.chunk_no) FROM %s m
                                      WHERE m.run_id = p.run_id AND m.partition_no = p.partition_no)
                 WHERE p.run_id = ?"""
                        .formatted(partition, chunk, chunk);
        claim =
                """
                INSERT INTO %s (run_id, partition_no, chunk_no, epoch, after_key, up_to_key, scanned, changed, dead)
                SELECT run_id, ?, ?, epoch, ?, ?, 0, 0, 0 FROM %s h WHERE run_id = ? AND epoch = ?
                   AND (? = 0 OR EXISTS (SELECT 1 FROM %s p
                                          WHERE p.run_id = h.run_id AND p.partition_no = ? AND p.chunk_no = ?))"""
                        .formatted(chunk, home.table("backfill_claim"), chunk);
        holds = "SELECT count(*) FROM " + home.table("backfill_claim") + " WHERE run_id = ? AND epoch = ?";
        complete = "UPDATE " + chunk + " SET scanned = ?, changed = ?, dead = ?, work_millis = ?"
                + " WHERE run_id = ? AND partition_no = ? AND chunk_no = ?";
        bury = "INSERT INTO " + deadLetter + " (run_id, row_key, partition_no, error) VALUES (?, ?, ?, ?)";
        buryAgain = "UPDATE " + deadLetter + " SET error = ? WHERE run_id = ? AND row_key = ?";
        totals = "SELECT count(*), coalesce(sum(scanned), 0), coalesce(sum(changed), 0), coalesce(sum(dead), 0) FROM "
                + chunk + " WHERE run_id = ? AND scanned > 0";
        partitions =
                """
                SELECT count(*), count(CASE WHEN EXISTS (SELECT 1 FROM %s c
                                                          WHERE c.run_id = p.run_id AND c.partition_no = p.partition_no
                                                            AND c.up_to_key = p.up_to_key) THEN 1 END)
                  FROM %s p WHERE p.run_id = ?"""
                        .formatted(chunk, partition);
        chunks = "SELECT chunk_no, after_key, up_to_key, scanned, changed, dead FROM " + chunk
                + " WHERE run_id = ? AND partition_no = ? ORDER BY chunk_no";
        unsettled = "SELECT count(*) FROM " + deadLetter + " WHERE run_id = ? AND settled_by IS NULL";
        deadLetters = "SELECT partition_no, row_key, error, occurred_at, settled_by FROM " + deadLetter
                + " WHERE run_id = ? ORDER BY occurred_at, row_key LIMIT ?";
        deadLettersBehind = "SELECT partition_no, row_key, error, occurred_at, settled_by FROM " + deadLetter
                + " WHERE run_id = ? AND row_key > ? ORDER BY row_key LIMIT ?";
    }

    @Override
    public void addPartitions(Session session, RunId run, List<Range> bounds) {
        int number = (int) (long) session.one(lastPartition, row -> row.number(1), run.value());
        for (Range range : bounds) {
            String upTo = Objects.requireNonNull(range.upTo(), "a partition's upper bound is frozen")
                    .encode();
            session.update(addPartition, run.value(), ++number, encoded(range.after()), upTo);
        }
    }

    @Override
    public List<Checkpoint> checkpoints(Session session, RunId run) {
        return session.query(checkpoints + " ORDER BY p.partition_no", SqlLedger::checkpoint, run.value());
    }

    @Override
    public Checkpoint checkpoint(Session session, RunId run, int partition) {
        List<Checkpoint> found =
                session.query(checkpoints + " AND p.partition_no = ?", SqlLedger::checkpoint, run.value(), partition);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("run " + run + " has no partition " + partition);
        }
        return found.get(0);
    }

    private static Checkpoint checkpoint(Session.Cells row) {
        Range bounds = new Range(decoded(row.text(2)), Position.decode(row.string(3)));
        return new Checkpoint((int) row.number(1), bounds, (int) row.number(4), decoded(row.text(5)));
    }

    @Override
    public void claim(Session session, ChunkId id, long epoch, Range range) {
        String upTo = Objects.requireNonNull(range.upTo()).encode();
        String run = id.run().value();
        int written;
        try {
            int before = id.chunk() - 1;
            written = session.update(
                    claim,
                    id.partition(),
                    id.chunk(),
                    encoded(range.after()),
                    upTo,
                    run,
                    epoch,
                    before,
                    id.partition(),
                    before);
        } catch (DatabaseException e) {
            if (e.duplicateKey()) {
                throw FencedException.alreadyWritten(id);
            }
            throw e;
        }
        if (written == 0) {
            boolean held = session.one(holds, row -> row.number(1), run, epoch) > 0;
            throw held ? FencedException.forgotten(id) : FencedException.takenOver(id);
        }
    }

    @Override
    public void complete(Session session, ChunkId id, ChunkResult result, Duration took) {
        int written = session.update(
                complete,
                result.scanned(),
                result.changed(),
                result.dead(),
                (int) Math.min(Integer.MAX_VALUE, took.toMillis()),
                id.run().value(),
                id.partition(),
                id.chunk());
        if (written != 1) {
            throw new IllegalStateException("the claimed " + id + " is not in the ledger");
        }
    }

    @Override
    public boolean bury(Session session, ChunkId id, Position key, String error) {
        String run = id.run().value();
        if (session.update(buryAgain, error, run, key.encode()) > 0) {
            return false;
        }
        session.update(bury, run, key.encode(), id.partition(), error);
        return true;
    }

    /**
     * Names rows for a run that is to work on them and on no others. They stand there like dead letters, under a name that
     * is no run's.
     *
     * @param why safe to show
     */
    public void select(Session session, RunId rows, List<Position> keys, String why) {
        keys.forEach(key -> session.update(bury, rows.value(), key.encode(), 0, why));
    }

    @Override
    public Totals totals(Session session, RunId run) {
        Totals slices = session.one(
                partitions, row -> new Totals(0, 0, 0, 0, (int) row.number(1), (int) row.number(2)), run.value());
        return session.one(
                totals,
                row -> new Totals(
                        row.number(1),
                        row.number(2),
                        row.number(3),
                        row.number(4),
                        slices.partitions(),
                        slices.partitionsDone()),
                run.value());
    }

    @Override
    public long unsettled(Session session, RunId run) {
        return session.one(unsettled, row -> row.number(1), run.value());
    }

    @Override
    public List<DeadLetter> deadLetters(Session session, RunId run, int limit) {
        return session.query(deadLetters, SqlLedger::deadLetter, run.value(), limit);
    }

    @Override
    public void eachDeadLetter(Session session, RunId run, Consumer<DeadLetter> each) {
        // below any key: each is a JSON array
        String behind = "";
        List<DeadLetter> page;
        do {
            page = session.query(deadLettersBehind, SqlLedger::deadLetter, run.value(), behind, PAGE);
            page.forEach(each);
            behind = page.isEmpty() ? behind : page.get(page.size() - 1).key().encode();
        } while (page.size() == PAGE);
    }

    private static DeadLetter deadLetter(Session.Cells row) {
        String settledBy = row.text(5);
        return new DeadLetter(
                (int) row.number(1),
                Position.decode(row.string(2)),
                row.string(3),
                Objects.requireNonNull(row.instant(4)),
                settledBy == null ? null : new RunId(settledBy));
    }

    @Override
    public List<CommittedChunk> chunks(Session session, RunId run, int partition) {
        return session.query(
                chunks,
                row -> new CommittedChunk(
                        (int) row.number(1),
                        new Range(decoded(row.text(2)), decoded(row.text(3))),
                        new ChunkResult((int) row.number(4), (int) row.number(5), (int) row.number(6))),
                run.value(),
                partition);
    }

    private static @Nullable String encoded(@Nullable Position position) {
        return position == null ? null : position.encode();
    }

    private static @Nullable Position decoded(@Nullable String position) {
        return position == null ? null : Position.decode(position);
    }
}
