package dev.backfill.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of the rows that a copy between databases tries again, in the ledger of the database that is written.
 * They are known by the text of their keys, so that the same statements do in every database. Thread-safe.
 */
final class CopyRetry implements Target.Retried {
    private final Retry retry;
    private final String deadLetters;
    private final PickedRows rows;

    private CopyRetry(Retry retry, String deadLetters, PickedRows rows) {
        this.retry = retry;
        this.deadLetters = deadLetters;
        this.rows = rows;
    }

    /**
     * Reads the keys.
     *
     * @param database the one that is written
     */
    static CopyRetry read(Retry retry, Database database, CopySource source) {
        String deadLetters = database.home().table("backfill_dead_letter");
        List<Position> keys = database.transact(
                TransactionOptions.READING,
                session -> session.query(
                        "SELECT row_key FROM " + deadLetters
                                + " WHERE run_id = ? AND (settled_by IS NULL OR settled_by = ?)",
                        row -> Position.decode(row.string(1)),
                        retry.of(),
                        retry.by()));
        return new CopyRetry(retry, deadLetters, new PickedRows(source, keys));
    }

    PickedRows rows() {
        return rows;
    }

    /**
     * A row that was tried again and failed again has a dead letter in each of these runs. They say in which run it
     * failed first, and are settled together; else each of them could be retried, and the row copied more than once.
     */
    @Override
    public int settle(Session session, Range range) {
        String by = Objects.requireNonNull(retry.by(), "a run without a name settles nothing");
        String first = session.one(
                "SELECT coalesce(min(coalesce(origin, run_id)), ?) FROM " + deadLetters + " WHERE run_id = ?",
                row -> row.string(1),
                retry.of(),
                retry.of());
        session.update("UPDATE " + deadLetters + " SET origin = ? WHERE run_id = ? AND origin IS NULL", first, by);
        int settled = 0;
        for (List<Position> page : PickedRows.pages(rows.within(range))) {
            settled += settle(session, page, by, first);
        }
        return settled;
    }

    private int settle(Session session, List<Position> page, String by, String first) {
        List<String> keys = new ArrayList<>(page.stream().map(Position::encode).toList());
        Set<String> again = new HashSet<>(session.query(
                "SELECT row_key FROM " + deadLetters + " WHERE run_id = ? AND row_key IN (" + marks(keys) + ")",
                row -> row.string(1),
                with(keys, by)));
        keys.removeAll(again);
        return keys.isEmpty()
                ? 0
                : session.update(
                        "UPDATE " + deadLetters + " SET settled_by = ? WHERE settled_by IS NULL AND run_id <> ?"
                                + " AND coalesce(origin, run_id) = ? AND row_key IN (" + marks(keys) + ")",
                        with(keys, by, by, first));
    }

    private static String marks(List<String> keys) {
        return String.join(", ", Collections.nCopies(keys.size(), "?"));
    }

    private static @Nullable Object[] with(List<String> keys, String... before) {
        List<String> parameters = new ArrayList<>(Arrays.asList(before));
        parameters.addAll(keys);
        return parameters.toArray();
    }
}
