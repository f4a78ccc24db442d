package dev.backfill.database.sql;

import dev.backfill.database.Position;
import dev.backfill.database.Range;
import dev.backfill.database.Session;
import dev.backfill.database.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts over key ranges. */
final class SqlAudit implements Target.Audit {
    private final RangeSql keyset;
    private final String where;
    private final @Nullable String differs;

    /**
     * @param differs true for rows that are not as they should be; null if only Java can tell
     */
    SqlAudit(RangeSql keyset, String where, @Nullable String differs) {
        this.keyset = keyset;
        this.where = where;
        this.differs = differs;
    }

    @Override
    public long total(Session session, Range range) {
        return count(session, range, "true");
    }

    @Override
    public long remaining(Session session, Range range) {
        return count(session, range, where);
    }

    @Override
    public List<Position> remainingKeys(Session session, Range range, int limit) {
        return keys(session, range, where, limit);
    }

    @Override
    public long differing(Session session, Range range) {
        return count(session, range, differs());
    }

    @Override
    public List<Position> differingKeys(Session session, Range range, int limit) {
        return keys(session, range, differs(), limit);
    }

    private String differs() {
        if (differs == null) {
            throw new UnsupportedOperationException("only work in SQL has expressions to compare with");
        }
        return "(" + differs + ")";
    }

    private long count(Session session, Range range, String condition) {
        return session.one(
                keyset.with() + "SELECT count(*) FROM " + keyset.from() + " WHERE " + keyset.within(range) + " AND "
                        + keyset.only(condition),
                row -> row.number(1),
                keyset.bind(range));
    }

    private List<Position> keys(Session session, Range range, String condition, int limit) {
        return session.query(
                keyset.with() + "SELECT " + keyset.keyText() + " FROM " + keyset.from() + " WHERE "
                        + keyset.within(range) + " AND " + keyset.only(condition) + " ORDER BY " + keyset.order("")
                        + " LIMIT ?",
                keyset::position,
                keyset.bind(range, limit));
    }
}
