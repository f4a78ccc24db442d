package dev.backfill.database.sql;

import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A copy fills a table that mostly lacks the rows. To look for each of them first, and to be ready to meet it while it is
 * inserted, takes longer than to insert it; so a chunk's rows are inserted as if none were there, and only where the server
 * meets one that is, the chunk begins again with care. Where that happens it is tried ever more seldom. Thread-safe.
 */
final class PlainFirst {
    /** So many chunks at most go by before the next try. */
    private static final int MOST = 64;

    private int pause;
    private int left;

    /**
     * @param plain inserts the rows and does no more
     * @param careful runs the statement that minds rows that are there
     * @return rows written
     */
    int insert(JdbcSession session, String plain, IntSupplier careful, @Nullable Object... parameters) {
        if (due()) {
            OptionalInt inserted = session.insertNew(plain, parameters);
            tried(inserted.isPresent());
            if (inserted.isPresent()) {
                return inserted.getAsInt();
            }
        }
        return careful.getAsInt();
    }

    synchronized boolean due() {
        if (left == 0) {
            return true;
        }
        left--;
        return false;
    }

    synchronized void tried(boolean passed) {
        pause = passed ? 0 : Math.min(MOST, Math.max(1, 2 * pause));
        left = pause;
    }
}
