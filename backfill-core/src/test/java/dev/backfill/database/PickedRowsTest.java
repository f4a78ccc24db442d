package dev.backfill.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.Slices;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.Target.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PickedRowsTest {
    private static final List<Position> ALL =
            IntStream.rangeClosed(1, 1000).mapToObj(PickedRowsTest::key).toList();

    private final PickedRows rows = new PickedRows(new Source(Set.copyOf(ALL), ""), ALL);

    private static Position key(int number) {
        return new Position(List.of(Integer.toString(number)));
    }

    /** The order is that of the text, {@code ["10"]} before {@code ["1"]}, since a digit comes behind the quote. */
    @Test
    void slicesAndPagesGoThroughAllKeysOnceInOneOrder() {
        Slices slices = rows.slices(7);

        assertThat(slices.rows()).isEqualTo(1000);
        assertThat(slices.ends()).hasSize(7).doesNotHaveDuplicates();
        List<Position> walked = new ArrayList<>();
        Position after = null;
        for (Position end : slices.ends()) {
            Range left = new Range(after, end);
            for (Page page = rows.next(left, 100); page != null; page = rows.next(left, 100)) {
                walked.addAll(rows.within(left.to(page.end())));
                left = left.from(page.end());
            }
            after = end;
        }
        assertThat(walked).containsExactlyElementsOf(rows.within(Range.ALL)).hasSize(1000);
        assertThat(rows.last(Range.ALL)).isEqualTo(after);
    }

    @Test
    void aRangeOfNothingIsEmptyAndBoundsNeedNotBeAmongTheKeys() {
        assertThat(rows.within(new Range(key(5), key(5)))).isEmpty();
        assertThat(rows.within(new Range(key(6), key(5)))).isEmpty();
        assertThat(rows.within(new Range(null, key(0)))).isEmpty();
        assertThat(rows.within(new Range(new Position(List.of("5x")), null)))
                .contains(key(6))
                .doesNotContain(key(5));
    }

    @Test
    void rowsThatAreGoneAreNotCountedAndDoNotEndAPage() {
        Set<Position> there = Set.of(key(3), key(700), key(999));
        PickedRows some = new PickedRows(new Source(there, ""), ALL);

        assertThat(some.total(Range.ALL)).isEqualTo(3);
        assertThat(some.next(Range.ALL, 2)).isEqualTo(new Page(key(700), 2));
        assertThat(some.next(Range.ALL, 9)).isEqualTo(new Page(key(999), 3));
        assertThat(some.last(Range.ALL)).isEqualTo(key(999));
        assertThat(some.next(new Range(key(999), null), 9)).isNull();
        assertThat(some.last(new Range(key(999), null))).isNull();
        assertThat(some.read(Range.ALL)).extracting(CopyRow::key).containsExactly(key(3), key(700), key(999));
    }

    /** A key of a time, read by a session of another time zone. */
    @Test
    void namesRowsAsTheKeysWereNamed() {
        PickedRows other = new PickedRows(new Source(Set.copyOf(ALL), "+00"), ALL);

        assertThat(other.read(List.of(key(1), key(2)))).extracting(CopyRow::key).containsExactly(key(1), key(2));
    }

    @Test
    void isNotSummedUp() {
        assertThatThrownBy(() -> rows.sum(Range.ALL)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> rows.checksums(Range.ALL, 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    /**
     * @param there rows that are there
     * @param suffix what this session writes behind a key
     */
    private record Source(Set<Position> there, String suffix) implements CopySource {
        @Override
        public List<Column> key() {
            return List.of();
        }

        @Override
        public Slices slices(int wanted) {
            throw new AssertionError("walks the table");
        }

        @Override
        public @Nullable Page next(Range range, int limit) {
            throw new AssertionError("walks the table");
        }

        @Override
        public @Nullable Position last(Range range) {
            throw new AssertionError("walks the table");
        }

        @Override
        public long total(Range range) {
            throw new AssertionError("walks the table");
        }

        @Override
        public Map<String, ValueType> given() {
            return Map.of();
        }

        @Override
        public List<CopyRow> read(Range range) {
            throw new AssertionError("walks the table");
        }

        @Override
        public List<CopyRow> read(List<Position> keys) {
            assertThat(keys).hasSizeLessThanOrEqualTo(200);
            return keys.stream()
                    .filter(there::contains)
                    .map(key -> new CopyRow(new Position(List.of(key.parts().get(0) + suffix)), List.of()))
                    .toList();
        }

        @Override
        public int present(List<Position> keys) {
            assertThat(keys).hasSizeLessThanOrEqualTo(200);
            return (int) keys.stream().filter(there::contains).count();
        }

        @Override
        public Sum sum(Range range) {
            throw new AssertionError("walks the table");
        }

        @Override
        public Map<Position, String> checksums(Range range, int limit) {
            throw new AssertionError("walks the table");
        }

        @Override
        public Map<String, StatementPlan> explain(Range range, int limit) {
            return Map.of();
        }

        @Override
        public Map<String, StatementPlan> explain(List<Position> keys) {
            return Map.of();
        }
    }
}
