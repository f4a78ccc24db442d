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

    /** The rows of the other table, whoever wrote them. */
    Target.Sums sums();

    /** Rows of the range as text by column, for people. */
    Map<Position, Map<String, @Nullable String>> texts(Session session, Range range);

    /** The statements by name, with the database's plan for each. */
    Map<String, StatementPlan> explain(Session session);
}
