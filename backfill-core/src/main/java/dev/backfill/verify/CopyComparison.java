package dev.backfill.verify;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Target;
import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.Sum;
import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Both tables of a copy, summed up range by range. A range whose sums are not the same is halved until its rows can be
 * compared one by one. What the application writes between two looks is not held against the copy: a row counts as wrong
 * if it is so in every look. Not thread-safe.
 */
final class CopyComparison {
    /** Rows that are fetched by key and checksum instead of halving on; a few hundred kilobytes. */
    private static final int FEW = 2_000;

    private static final int LOOKS = 3;

    private final Scope scope;
    private final Target.Sums read;
    private final Target.Sums written;
    private final List<Position> missing = new ArrayList<>();
    private final List<Position> differing = new ArrayList<>();
    private final boolean mayDiffer;
    private final List<Position> extra = new ArrayList<>();
    private final int most;
    private long rowsRead;
    private long rowsWritten;
    private long extraRows;
    private long differingRows;

    /**
     * @param most stops looking when more rows than this are wrong; of a copy that leaves rows alone, when so many are
     *     missing
     */
    CopyComparison(Scope scope, int most) {
        this.scope = scope;
        this.most = most;
        Target.Copying copying = scope.target().copying().orElseThrow();
        this.read = copying.read();
        this.written = copying.written();
        this.mayDiffer = scope.backfill().work() instanceof Work.Copy copy && copy.onConflict() == OnConflict.SKIP;
    }

    CopyComparison all() {
        boolean transformed = scope.backfill().work() instanceof Work.Copy copy && copy.transform() != null;
        scope.everything().forEach(transformed ? this::pages : this::look);
        return this;
    }

    /** Rows that have to come here to be compared are met in pages small enough to be compared one by one at once. */
    private void pages(Range range) {
        Range left = range;
        Optional<Page> page = next(left, FEW / 2);
        while (page.isPresent() && !gaveUp()) {
            look(left.to(page.get().end()));
            left = left.from(page.get().end());
            page = next(left, FEW / 2);
        }
        look(left);
    }

    private Optional<Page> next(Range range, long rows) {
        return scope.read(
                range,
                (s, r) -> Optional.ofNullable(
                        scope.target().keyset().next(s, r, (int) Math.min(rows, Integer.MAX_VALUE))));
    }

    private void look(Range range) {
        if (gaveUp()) {
            return;
        }
        try {
            sums(range);
        } catch (DatabaseException e) {
            if (e.failureClass() != FailureClass.DATA) {
                throw e;
            }
            isolate(range);
        }
    }

    /** A row on which an expression fails keeps the others from being summed up; it counts as missing. */
    private void isolate(Range range) {
        long rows = scope.total(range);
        if (rows > 1) {
            split(range, rows);
        } else if (rows == 1) {
            rowsRead++;
            rowsWritten += writtenThere(range);
            scope.read(
                            range,
                            (s, r) ->
                                    Optional.ofNullable(scope.target().keyset().last(s, r)))
                    .ifPresent(missing::add);
        }
    }

    /** None, where this cannot be told either. */
    private long writtenThere(Range range) {
        try {
            return scope.read(range, written::sum).rows();
        } catch (DatabaseException e) {
            if (e.failureClass() != FailureClass.DATA) {
                throw e;
            }
            return 0;
        }
    }

    private void split(Range range, long rows) {
        Page half = next(range, rows / 2).orElse(null);
        if (half != null) {
            look(range.to(half.end()));
            look(range.from(half.end()));
        }
    }

    private void sums(Range range) {
        Sum here = scope.read(range, read::sum);
        Sum there = scope.read(range, written::sum);
        if (here.equals(there)) {
            rowsRead += here.rows();
            rowsWritten += there.rows();
        } else if (here.rows() == 0) {
            rowsWritten += there.rows();
            extraRows += there.rows();
            scope.read(range, (s, r) -> written.rows(s, r, Results.KEYS))
                    .keySet()
                    .forEach(this::extra);
        } else if (here.rows() + there.rows() <= FEW) {
            compare(range);
        } else {
            halve(range);
        }
    }

    private void halve(Range range) {
        long rows = Math.max(2, scope.total(range));
        Optional<Page> half = next(range, rows / 2);
        if (half.isEmpty() || half.get().end().equals(range.upTo())) {
            compare(range);
        } else {
            look(range.to(half.get().end()));
            look(range.from(half.get().end()));
        }
    }

    /** Row by row, in the order of the table that is read. */
    private void compare(Range range) {
        Set<Position> wrong = null;
        Map<Position, String> here = Map.of();
        Map<Position, String> there = Map.of();
        for (int look = 1; look <= LOOKS && (wrong == null || !wrong.isEmpty()); look++) {
            here = scope.read(range, (s, r) -> read.rows(s, r, Integer.MAX_VALUE));
            there = scope.read(range, (s, r) -> written.rows(s, r, Integer.MAX_VALUE));
            Set<Position> now = different(here, there);
            if (wrong == null) {
                wrong = now;
            } else {
                wrong.retainAll(now);
            }
        }
        rowsRead += here.size();
        rowsWritten += there.size();
        for (Position key : here.keySet()) {
            if (wrong != null && wrong.contains(key)) {
                if (there.containsKey(key)) {
                    differing(key);
                } else {
                    missing.add(key);
                }
            }
        }
        for (Position key : there.keySet()) {
            if (wrong != null && wrong.contains(key) && !here.containsKey(key)) {
                extraRows++;
                extra(key);
            }
        }
    }

    private static Set<Position> different(Map<Position, String> here, Map<Position, String> there) {
        Set<Position> wrong = new HashSet<>();
        here.forEach((key, checksum) -> {
            if (!checksum.equals(there.get(key))) {
                wrong.add(key);
            }
        });
        there.keySet().stream().filter(key -> !here.containsKey(key)).forEach(wrong::add);
        return wrong;
    }

    private void differing(Position key) {
        differingRows++;
        if (differing.size() <= most) {
            differing.add(key);
        }
    }

    private void extra(Position key) {
        if (extra.size() < Results.KEYS) {
            extra.add(key);
        }
    }

    /** True if so many rows are wrong that nobody looked on. */
    boolean gaveUp() {
        return missing.size() + (mayDiffer ? 0 : differing.size()) > most;
    }

    /** In the table that is read, and not in the other. */
    List<Position> missing() {
        return missing;
    }

    /** In both, with other values than the expressions give; not all of them, if there are more than was asked for. */
    List<Position> differing() {
        return differing;
    }

    long differingRows() {
        return differingRows;
    }

    /** Some of those that only the other table has, among the keys of the table that is read. */
    List<Position> extra() {
        return extra;
    }

    long extraRows() {
        return extraRows;
    }

    long rowsRead() {
        return rowsRead;
    }

    long rowsWritten() {
        return rowsWritten;
    }
}
