package dev.backfill.database;

import dev.backfill.database.Target.Carried;
import dev.backfill.database.Target.Sum;
import dev.backfill.database.Target.Sums;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows of a copy as a transform makes them. No database can sum them up, since they are nowhere: the one that is
 * written compares them with its own, page by page. Rows that are the same there have its checksum, and all others one
 * that no row has.
 */
final class TransformedSums implements Sums {
    private static final String OTHER = "other";

    private final CopySource source;
    private final CopySink sink;
    private final CopyTransform transform;

    TransformedSums(CopySource source, CopySink sink, CopyTransform transform) {
        this.source = source;
        this.sink = sink;
        this.transform = transform;
    }

    @Override
    public Sum sum(Session session, Range range) {
        AtomicLong rows = new AtomicLong();
        AtomicBoolean same = new AtomicBoolean(true);
        new CopyPages(source).each(range, page -> {
            List<CopyRow> read = source.read(page);
            rows.addAndGet(read.size());
            if (same.get()) {
                // one is enough to tell; the rest is counted
                same.set(other(session, read).isEmpty());
            }
            return true;
        });
        return new Sum(rows.get(), same.get() ? sink.sums().sum(session, range).checksum() : OTHER);
    }

    @Override
    public Map<Position, String> rows(Session session, Range range, int limit) {
        Map<Position, String> checksums = new LinkedHashMap<>();
        new CopyPages(source).each(range, page -> {
            List<CopyRow> read = source.read(page);
            Set<Position> other = other(session, read);
            Map<Position, String> there = sink.sums().rows(session, page, Integer.MAX_VALUE);
            read.stream()
                    .map(CopyRow::key)
                    .limit(limit - checksums.size())
                    .forEach(key -> checksums.put(key, other.contains(key) ? OTHER : there.getOrDefault(key, OTHER)));
            return checksums.size() < limit;
        });
        return checksums;
    }

    /** Rows that the other table has not, or not so; and those that the transform refuses. */
    private Set<Position> other(Session session, List<CopyRow> read) {
        Carried carried = transform.of(read);
        Set<Position> other = new HashSet<>(carried.rejected().keySet());
        other.addAll(sink.lacking(session, carried.rows(), true));
        return other;
    }
}
