package dev.backfill.database.sql;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import org.jspecify.annotations.Nullable;

/** What statements about a key range are made of. The table is always aliased {@code t}. */
interface RangeSql {
    /** What a statement begins with. */
    String with();

    /** What stands behind FROM. */
    String from();

    /** Key columns as text, for a select list. */
    String keyText();

    /** The condition for a range, with {@link #bind its parameters} as question marks. */
    String within(Range range);

    /** A condition that may fail on rows that are not meant. */
    String only(String condition);

    String order(String direction);

    Position position(Session.Cells row);

    /** The parameters of a statement: those that it begins with, those of the range, and what comes behind. */
    @Nullable
    Object[] bind(Range range, Object... more);
}
