package dev.backfill.database;

import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.Slices;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.Target.Sum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a copy between databases that were picked by their keys. The keys are held here: those in the ledger are in
 * another database than the table, and no statement joins the two. They have an order of their own, that of their encoded
 * text, which says nothing about the table's. Immutable and thread-safe; at most some hundred thousand keys.
 */
final class PickedRows implements CopySource {
    /** Keys in one statement: few round trips, and a statement that every server plans in a moment. */
    private static final int TOGETHER = 200;

    private final CopySource source;
    private final List<Position> keys;
    /** Of each key; sorted. */
    private final List<String> encoded;

    PickedRows(CopySource source, List<Position> keys) {
        this.source = source;
        this.encoded = keys.stream().map(Position::encode).distinct().sorted().toList();
        this.keys = encoded.stream().map(Position::decode).toList();
    }

    /** The keys of the range, also of rows that are gone. */
    List<Position> within(Range range) {
        int from = range.after() == null ? 0 : behind(range.after());
        int to = range.upTo() == null ? keys.size() : behind(range.upTo());
        return keys.subList(Math.min(from, to), to);
    }

    /** How many keys there are up to this one, which need not be among them. */
    private int behind(Position key) {
        int place = Collections.binarySearch(encoded, key.encode());
        return place < 0 ? -place - 1 : place + 1;
    }

    /** Few enough to be looked up together. */
    static List<List<Position>> pages(List<Position> keys) {
        List<List<Position>> pages = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += TOGETHER) {
            pages.add(keys.subList(from, Math.min(from + TOGETHER, keys.size())));
        }
        return pages;
    }

    @Override
    public List<Column> key() {
        return source.key();
    }

    /** Of all keys, also of rows that are gone meanwhile: these are settled too. */
    @Override
    public Slices slices(int wanted) {
        List<Position> ends = new ArrayList<>();
        int size = Math.max(1, (keys.size() + wanted - 1) / wanted);
        for (int end = size; end < keys.size(); end += size) {
            ends.add(keys.get(end - 1));
        }
        if (!keys.isEmpty()) {
            ends.add(keys.get(keys.size() - 1));
        }
        return new Slices(ends, keys.size(), true);
    }

    /** Rows are counted and not compared by their keys' text, which a session's settings may have a part in. */
    @Override
    public @Nullable Page next(Range range, int rows) {
        List<Position> within = within(range);
        int found = 0;
        int end = 0;
        while (found < rows && end < within.size()) {
            int upTo = Math.min(within.size(), end + rows - found);
            found += present(within.subList(end, upTo));
            end = upTo;
        }
        return found == 0 ? null : new Page(within.get(end - 1), found);
    }

    @Override
    public @Nullable Position last(Range range) {
        List<List<Position>> pages = new ArrayList<>(pages(within(range)));
        Collections.reverse(pages);
        for (List<Position> page : pages) {
            for (int i = present(page) == 0 ? -1 : page.size() - 1; i >= 0; i--) {
                if (present(page.subList(i, i + 1)) > 0) {
                    return page.get(i);
                }
            }
        }
        return null;
    }

    @Override
    public long total(Range range) {
        return present(within(range));
    }

    @Override
    public int present(List<Position> some) {
        return pages(some).stream().mapToInt(source::present).sum();
    }

    @Override
    public Map<String, ValueType> given() {
        return source.given();
    }

    @Override
    public List<CopyRow> read(Range range) {
        return read(within(range));
    }

    @Override
    public List<CopyRow> read(List<Position> some) {
        List<CopyRow> rows = new ArrayList<>();
        pages(some).forEach(page -> rows.addAll(named(page)));
        rows.sort(Comparator.comparing(row -> row.key().encode()));
        return rows;
    }

    /** Rows under the names that the keys have here: a session with another time zone may write the same key otherwise. */
    private List<CopyRow> named(List<Position> page) {
        List<CopyRow> rows = source.read(page);
        Set<Position> names = new HashSet<>(page);
        if (rows.stream().allMatch(row -> names.contains(row.key()))) {
            return rows;
        }
        return page.stream()
                .flatMap(key -> source.read(List.of(key)).stream().map(row -> new CopyRow(key, row.values())))
                .toList();
    }

    /** No range of the other table has these rows alone; so they are compared one by one. */
    @Override
    public Sum sum(Range range) {
        throw new UnsupportedOperationException("rows that were picked are not summed up");
    }

    @Override
    public Map<Position, String> checksums(Range range, int limit) {
        throw new UnsupportedOperationException("rows that were picked are not summed up");
    }

    @Override
    public Map<String, StatementPlan> explain(Range range, int rows) {
        return explain(within(range).stream().limit(rows).toList());
    }

    @Override
    public Map<String, StatementPlan> explain(List<Position> some) {
        return source.explain(some.stream().limit(TOGETHER).toList());
    }
}
