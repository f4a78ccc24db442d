package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What statements about a key range are made of. The table is always aliased {@code t}. */
interface RangeSql extends Target.Keyset {
    /** What a statement begins with. */
    String with();

    /** What stands behind FROM. */
    String from();

    /** In its order. */
    List<Column> key();

    /** Key columns as text, for a select list. */
    String keyText();

    /** The condition for a range, with {@link #bind its parameters} as question marks. */
    String within(Range range);

    /** A condition that may fail on rows that are not meant. */
    String only(String condition);

    String order(String direction);

    /** The key at the end of the range's next rows; it has their number less one as a parameter behind. */
    String nextSql(Range range);

    Position position(Session.Cells row);

    /** The parameters of a statement: those that it begins with, those of the range, and what comes behind. */
    @Nullable
    Object[] bind(Range range, Object... more);
}
