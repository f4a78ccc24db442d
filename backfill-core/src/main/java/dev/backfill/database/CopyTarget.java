package dev.backfill.database;

import dev.backfill.definition.OnConflict;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy between two databases: rows are read in the one, and written in the other in the chunk's own transaction, where
 * the ledger is. Sessions are always those of the database that is written.
 */
final class CopyTarget implements Target {
    private final Table table;
    private final Table into;
    private final CopySource source;
    private final CopySink sink;
    private final List<String> columns;
    private final CopyTransform transform;
    private final boolean overwrites;
    private final @Nullable CopyRetry retry;

    /**
     * @param retry null for all rows
     */
    CopyTarget(Table table, Table into, CopySource source, CopySink sink, Work.Copy copy, @Nullable CopyRetry retry) {
        this.table = table;
        this.into = into;
        this.source = retry == null ? source : retry.rows();
        this.sink = sink;
        this.columns = List.copyOf(copy.columns().keySet());
        this.transform = new CopyTransform(copy);
        this.overwrites = copy.onConflict() != OnConflict.SKIP;
        this.retry = retry;
    }

    @Override
    public Table table() {
        return table;
    }

    @Override
    public Table written() {
        return into;
    }

    @Override
    public List<Column> key() {
        return source.key();
    }

    @Override
    public Keyset keyset() {
        return new Walk(source);
    }

    @Override
    public Optional<RangeUpdate> update() {
        return Optional.of(new Write());
    }

    @Override
    public Optional<RowAccess> rows() {
        return Optional.empty();
    }

    @Override
    public List<String> missingForLargeRows(Session session) {
        return sink.missingForLargeRows(session);
    }

    @Override
    public Optional<Carrying> carrying() {
        return Optional.of(new Carry());
    }

    @Override
    public Audit audit() {
        return new Count();
    }

    @Override
    public Optional<Copying> copying() {
        return Optional.of(new Both());
    }

    @Override
    public Optional<Retried> retried() {
        return Optional.ofNullable(retry);
    }

    @Override
    public Map<String, StatementPlan> explain(Session session, Range range, int rows) {
        Map<String, StatementPlan> plans = new LinkedHashMap<>(source.explain(range, rows));
        plans.putAll(sink.explain(session));
        return plans;
    }

    /** True if both tables can sum up a range of keys. */
    private boolean summedUp() {
        return retry == null && transform.none();
    }

    /** The first rows that a chunk would still write, in key order. */
    private List<Position> needing(Session session, Range range, int limit) {
        if (summedUp() && source.sum(range).equals(sink.sums().sum(session, range))) {
            return List.of();
        }
        List<Position> needing = new ArrayList<>();
        new CopyPages(source).each(range, page -> {
            needing.addAll(summedUp() ? compared(session, page) : asked(session, page));
            return needing.size() < limit;
        });
        return needing.stream().limit(limit).toList();
    }

    /** What the transform refuses needs the work too: it is to become a dead letter. */
    private List<Position> asked(Session session, Range page) {
        List<CopyRow> read = source.read(page);
        Carried carried = transform.of(read);
        Set<Position> needing = new HashSet<>(carried.rejected().keySet());
        needing.addAll(sink.lacking(session, carried.rows(), overwrites));
        return read.stream().map(CopyRow::key).filter(needing::contains).toList();
    }

    private List<Position> compared(Session session, Range page) {
        Map<Position, String> there = sink.sums().rows(session, page, Integer.MAX_VALUE);
        List<Position> needing = new ArrayList<>();
        source.checksums(page, Integer.MAX_VALUE).forEach((key, checksum) -> {
            String other = there.get(key);
            if (other == null || (overwrites && !other.equals(checksum))) {
                needing.add(key);
            }
        });
        return needing;
    }

    private record Walk(CopySource source) implements Keyset {
        @Override
        public Slices slices(Session session, int wanted) {
            return source.slices(wanted);
        }

        @Override
        public @Nullable Page next(Session session, Range range, int rows) {
            return source.next(range, rows);
        }

        @Override
        public @Nullable Position last(Session session, Range range) {
            return source.last(range);
        }
    }

    private final class Write implements RangeUpdate {
        @Override
        public int apply(Session session, Range range) {
            return sink.write(session, transform.of(source.read(range)).rows());
        }

        @Override
        public List<Example> examples(Session session, Range range, int limit) {
            List<Example> examples = new ArrayList<>();
            for (List<Position> page : PickedRows.pages(needing(session, range, limit))) {
                Map<Position, Map<String, @Nullable String>> before = sink.texts(session, page);
                for (CopyRow row : transform.of(source.read(page)).rows()) {
                    examples.add(new Example(row.key(), before.getOrDefault(row.key(), nothing()), texts(row)));
                }
            }
            return examples;
        }

        private Map<String, @Nullable String> nothing() {
            Map<String, @Nullable String> nothing = new LinkedHashMap<>();
            columns.forEach(column -> nothing.put(column, null));
            return nothing;
        }

        private Map<String, @Nullable String> texts(CopyRow row) {
            Map<String, @Nullable String> texts = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                texts.put(columns.get(i), Objects.toString(row.values().get(i), null));
            }
            return texts;
        }
    }

    private final class Carry implements Carrying {
        @Override
        public @Nullable Page next(Range range, int rows) {
            return source.next(range, rows);
        }

        @Override
        public List<CopyRow> read(Range range) {
            return source.read(range);
        }

        @Override
        public Carried transform(List<CopyRow> rows) {
            return transform.of(rows);
        }

        @Override
        public int write(Session session, List<CopyRow> rows) {
            return sink.write(session, rows);
        }
    }

    private final class Count implements Audit {
        @Override
        public long total(Session session, Range range) {
            return source.total(range);
        }

        @Override
        public long remaining(Session session, Range range) {
            return retry == null
                    ? source.sum(range).rows()
                    : remainingKeys(session, range, Integer.MAX_VALUE).size();
        }

        /** A copy leaves the rows that are read as they are, so these are all that there are. */
        @Override
        public List<Position> remainingKeys(Session session, Range range, int limit) {
            if (retry == null) {
                return List.copyOf(source.checksums(range, limit).keySet());
            }
            List<Position> keys = new ArrayList<>();
            new CopyPages(source).each(range, page -> {
                source.read(page).forEach(row -> keys.add(row.key()));
                return keys.size() < limit;
            });
            return keys.stream().limit(limit).toList();
        }

        @Override
        public long differing(Session session, Range range) {
            return needing(session, range, Integer.MAX_VALUE).size();
        }

        @Override
        public List<Position> differingKeys(Session session, Range range, int limit) {
            return needing(session, range, limit);
        }
    }

    private final class Both implements Copying {
        @Override
        public Map<String, ValueType> given(Session session) {
            return source.given();
        }

        @Override
        public Map<String, ValueType> taken(Session session) {
            return sink.taken(session);
        }

        @Override
        public Sums read() {
            if (retry != null) {
                return new PickedSums(source, sink, transform, false);
            }
            return transform.none() ? summed() : new TransformedSums(source, sink, transform);
        }

        private Sums summed() {
            return new Sums() {
                @Override
                public Sum sum(Session session, Range range) {
                    return source.sum(range);
                }

                @Override
                public Map<Position, String> rows(Session session, Range range, int limit) {
                    return source.checksums(range, limit);
                }
            };
        }

        @Override
        public Sums written() {
            return retry == null ? sink.sums() : new PickedSums(source, sink, transform, true);
        }
    }
}
