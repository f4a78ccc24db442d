package dev.backfill.database;

import java.util.function.Predicate;

/** A range of the table that is read, page by page: however large it is, no more of it is in memory. */
final class CopyPages {
    /** Rows of a page; a few megabytes of the widest usual ones. */
    static final int ROWS = 2_000;

    private final CopySource source;

    CopyPages(CopySource source) {
        this.source = source;
    }

    /**
     * @param body answers false to end it
     */
    void each(Range range, Predicate<Range> body) {
        Range left = range;
        Target.Page page = source.next(left, ROWS);
        while (page != null && body.test(left.to(page.end()))) {
            left = left.from(page.end());
            page = source.next(left, ROWS);
        }
    }
}
