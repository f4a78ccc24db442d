package dev.backfill.database;

import dev.backfill.database.Target.StatementPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The half of a copy between databases that is written, in the chunk's own transaction. Immutable and thread-safe; sessions
 * are handed in.
 */
public interface CopySink {
    /** What the columns that are copied take. */
    Map<String, ValueType> taken(Session session);

    /**
     * Writes the rows that are missing, and what else {@code on-conflict} says, in one statement.
     *
     * @return rows written
     */
    int write(Session session, List<CopyRow> rows);

    /**
     * Of the given rows, in their order, the keys of those that the other table lacks; by the condition that {@link #write}
     * has.
     *
     * @param differing true for those as well that are there with other values
     */
    List<Position> lacking(Session session, List<CopyRow> rows, boolean differing);

    /** See {@link Target#missingForLargeRows}. */
    List<String> missingForLargeRows(Session session);

    /** The rows of the other table, whoever wrote them. */
    Target.Sums sums();

    /** These rows, at most some hundreds, as text by column, for people; those that are there. */
    Map<Position, Map<String, @Nullable String>> texts(Session session, List<Position> keys);

    /** The statements by name, with the database's plan for each. */
    Map<String, StatementPlan> explain(Session session);
}
