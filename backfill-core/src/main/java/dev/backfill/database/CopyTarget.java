package dev.backfill.database;

import dev.backfill.definition.OnConflict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private final boolean overwrites;

    CopyTarget(Table table, Table into, CopySource source, CopySink sink, List<String> columns, OnConflict onConflict) {
        this.table = table;
        this.into = into;
        this.source = source;
        this.sink = sink;
        this.columns = List.copyOf(columns);
        this.overwrites = onConflict != OnConflict.SKIP;
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
    public Audit audit() {
        return new Count();
    }

    @Override
    public Optional<Copying> copying() {
        return Optional.of(new Both());
    }

    @Override
    public Optional<Retried> retried() {
        return Optional.empty();
    }

    @Override
    public Map<String, StatementPlan> explain(Session session, Range range, int rows) {
        Map<String, StatementPlan> plans = new LinkedHashMap<>(source.explain(range, rows));
        plans.putAll(sink.explain(session));
        return plans;
    }

    /** Rows that a chunk would still write, in key order. */
    private List<Position> needing(Session session, Range range) {
        if (source.sum(range).equals(sink.sums().sum(session, range))) {
            return List.of();
        }
        Map<Position, String> there = sink.sums().rows(session, range, Integer.MAX_VALUE);
        List<Position> needing = new ArrayList<>();
        source.checksums(range, Integer.MAX_VALUE).forEach((key, checksum) -> {
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
            return sink.write(session, source.read(range));
        }

        @Override
        public List<Example> examples(Session session, Range range, int limit) {
            List<Position> needing =
                    needing(session, range).stream().limit(limit).toList();
            if (needing.isEmpty()) {
                return List.of();
            }
            Map<Position, Map<String, @Nullable String>> before = sink.texts(session, range);
            Map<Position, CopyRow> after = new LinkedHashMap<>();
            source.read(range).forEach(row -> after.put(row.key(), row));
            List<Example> examples = new ArrayList<>();
            for (Position key : needing) {
                CopyRow row = after.get(key);
                if (row != null) {
                    examples.add(new Example(key, before.getOrDefault(key, nothing()), texts(row)));
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

    private final class Count implements Audit {
        @Override
        public long total(Session session, Range range) {
            return source.total(range);
        }

        @Override
        public long remaining(Session session, Range range) {
            return source.sum(range).rows();
        }

        @Override
        public List<Position> remainingKeys(Session session, Range range, int limit) {
            return List.copyOf(source.checksums(range, limit).keySet());
        }

        @Override
        public long differing(Session session, Range range) {
            return needing(session, range).size();
        }

        @Override
        public List<Position> differingKeys(Session session, Range range, int limit) {
            return needing(session, range).stream().limit(limit).toList();
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
            return sink.sums();
        }
    }
}
