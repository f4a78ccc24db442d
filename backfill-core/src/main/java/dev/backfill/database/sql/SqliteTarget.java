package dev.backfill.database.sql;

import dev.backfill.database.Column;
import dev.backfill.database.Destination;
import dev.backfill.database.Range;
import dev.backfill.database.Retry;
import dev.backfill.database.Session;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One backfill's statements in SQLite's dialect. The table is always aliased {@code t}. */
final class SqliteTarget implements Target {
    private final Table table;
    private final SqliteKeyset keyset;
    private final @Nullable SqliteRangeUpdate update;
    private final @Nullable SqliteCopy copy;
    private final @Nullable Table into;
    private final @Nullable SqliteRowAccess rows;
    private final SqlAudit audit;
    private final @Nullable SqliteRetry retried;

    /**
     * @param retry null for all rows
     * @param deadLetters quoted name of the ledger's table; used if there is a retry
     * @param into the table that a copy goes into; null for other work
     * @param indexes of the table by their columns
     */
    SqliteTarget(
            Table table,
            Backfill backfill,
            @Nullable Retry retry,
            String deadLetters,
            @Nullable Table into,
            Map<List<String>, String> indexes) {
        this.table = table;
        this.into = into;
        List<String> names = table.keyNames(backfill.key());
        String quoted = Identifiers.quote(table.name());
        List<Column> key = table.key(backfill.key());
        this.retried = retry == null ? null : new SqliteRetry(retry, deadLetters, key);
        this.keyset = new SqliteKeyset(quoted, key, indexes.get(names), retried);
        String where = SqliteExpressions.condition(backfill, table);
        if (backfill.work() instanceof Work.Set set) {
            Map<Column, String> expressions = new LinkedHashMap<>();
            set.expressions().forEach((column, expression) -> {
                SqliteExpressions.check(backfill.source().at("set." + column), expression, table);
                expressions.put(table.require(column), expression);
            });
            this.update = new SqliteRangeUpdate(keyset, where, expressions);
            this.copy = null;
            this.rows = null;
        } else if (backfill.work() instanceof Work.Copy work && into != null) {
            SqliteExpressions.check(backfill, work, table);
            this.update = null;
            this.copy = new SqliteCopy(table, into, keyset, where, work, image(into, work, names));
            this.rows = null;
        } else {
            this.update = null;
            this.copy = null;
            this.rows = new SqliteRowAccess(keyset, where, table, ((Work.Rows) backfill.work()).transform());
        }
        this.audit =
                new SqlAudit(keyset, where, update != null ? update.differs() : copy == null ? null : copy.needing());
    }

    /** The columns of the other table that hold the key. */
    static List<Column> image(Table into, Work.Copy copy, List<String> key) {
        return Destination.image(into, copy, key)
                .orElseThrow(() -> new IllegalArgumentException("no unique key of " + into.name() + " holds " + key))
                .stream()
                .map(into::require)
                .toList();
    }

    @Override
    public Table table() {
        return table;
    }

    @Override
    public Table written() {
        return into == null ? table : into;
    }

    @Override
    public List<Column> key() {
        return keyset.key();
    }

    @Override
    public Keyset keyset() {
        return keyset;
    }

    @Override
    public Optional<RangeUpdate> update() {
        return Optional.ofNullable(copy == null ? update : copy);
    }

    @Override
    public Optional<Copying> copying() {
        return Optional.ofNullable(copy);
    }

    @Override
    public Optional<RowAccess> rows() {
        return Optional.ofNullable(rows);
    }

    @Override
    public Audit audit() {
        return audit;
    }

    @Override
    public Optional<Retried> retried() {
        return Optional.ofNullable(retried);
    }

    @Override
    public Map<String, StatementPlan> explain(Session session, Range range, int rowLimit) {
        SqliteExplain explain = new SqliteExplain(session);
        Map<String, StatementPlan> plans = new LinkedHashMap<>();
        plans.put("find", explain.plan(keyset.nextSql(range), keyset.bind(range, rowLimit - 1)));
        if (update != null) {
            plans.put("update", explain.plan(update.sql(range), keyset.bind(range)));
        }
        if (copy != null) {
            plans.put("copy", explain.plan(copy.sql(range), keyset.bind(range)));
        }
        if (rows != null) {
            plans.put("read", explain.plan(rows.readSql(range), keyset.bind(range)));
            plans.put("write", explain.plan(rows.writeSql(), rows.noChanges()));
        }
        return plans;
    }
}
