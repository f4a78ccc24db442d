package dev.backfill.database;

import dev.backfill.database.Target.Page;
import dev.backfill.database.Target.Slices;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.Target.Sum;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The half of a copy between databases that is read. Each call is a short transaction of its own that cannot write.
 * Immutable and thread-safe.
 *
 * <p>Values have the Java types that {@link dev.backfill.definition.Transform} names, or are text where those cannot hold a
 * value, such as a number that is none.
 */
public interface CopySource {
    List<Column> key();

    /** See {@link Target.Keyset#slices}. */
    Slices slices(int wanted);

    /** See {@link Target.Keyset#next}. */
    @Nullable
    Page next(Range range, int rows);

    /** See {@link Target.Keyset#last}. */
    @Nullable
    Position last(Range range);

    /** Rows of the range, whatever {@code where} says. */
    long total(Range range);

    /** What the expressions give, by column of the other table. */
    Map<String, ValueType> given();

    /** The range's rows that {@code where} selects, in key order, as the expressions make them. */
    List<CopyRow> read(Range range);

    /** Of these rows, at most some hundreds, those that {@code where} selects; it is asked about no others. */
    List<CopyRow> read(List<Position> keys);

    /** How many of these rows, at most some hundreds, there are, whatever {@code where} says. */
    int present(List<Position> keys);

    /** The range's rows that {@code where} selects, counted and summed up. */
    Sum sum(Range range);

    /** Key to checksum of the first of these rows, in key order. */
    Map<Position, String> checksums(Range range, int limit);

    /** The statements by name, with the database's plan for each. */
    Map<String, StatementPlan> explain(Range range, int rows);

    /** Those that read rows by their keys. */
    Map<String, StatementPlan> explain(List<Position> keys);
}
