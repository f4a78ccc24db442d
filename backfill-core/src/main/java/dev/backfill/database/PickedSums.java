package dev.backfill.database;

import dev.backfill.database.Target.Sum;
import dev.backfill.database.Target.Sums;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One side of a copy of picked rows. The database that is written compares them one by one; so a checksum says whether both
 * sides are the same, and no more.
 */
final class PickedSums implements Sums {
    private static final String AS_READ = "as read";
    private static final String OTHER = "other";

    private final CopySource rows;
    private final CopySink sink;
    private final CopyTransform transform;
    private final boolean written;

    /**
     * @param written true for the rows of the other table, false for those that are read
     */
    PickedSums(CopySource rows, CopySink sink, CopyTransform transform, boolean written) {
        this.transform = transform;
        this.rows = rows;
        this.sink = sink;
        this.written = written;
    }

    @Override
    public Sum sum(Session session, Range range) {
        Map<Position, String> all = rows(session, range, Integer.MAX_VALUE);
        return new Sum(all.size(), all.containsValue(OTHER) ? OTHER : AS_READ);
    }

    @Override
    public Map<Position, String> rows(Session session, Range range, int limit) {
        Map<Position, String> checksums = new LinkedHashMap<>();
        new CopyPages(rows).each(range, page -> {
            List<CopyRow> read = rows.read(page);
            Set<Position> missing = new HashSet<>();
            Set<Position> other = new HashSet<>();
            if (written) {
                Target.Carried carried = transform.of(read);
                missing.addAll(carried.rejected().keySet());
                missing.addAll(sink.lacking(session, carried.rows(), false));
                other.addAll(sink.lacking(session, carried.rows(), true));
            }
            for (CopyRow row : read) {
                if (!missing.contains(row.key()) && checksums.size() < limit) {
                    checksums.put(row.key(), other.contains(row.key()) ? OTHER : AS_READ);
                }
            }
            return checksums.size() < limit;
        });
        return checksums;
    }
}
