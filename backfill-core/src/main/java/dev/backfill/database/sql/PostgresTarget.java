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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One backfill's statements in PostgreSQL's dialect. The table is always aliased {@code t}. */
final class PostgresTarget implements Target {
    private final Table table;
    private final PostgresKeyset keyset;
    private final @Nullable PostgresRangeUpdate update;
    private final @Nullable PostgresCopy copy;
    private final @Nullable Table into;
    private final @Nullable PostgresRowAccess rows;
    private final SqlAudit audit;
    private final @Nullable PostgresRetry retried;

    /**
     * @param retry null for all rows
     * @param deadLetters quoted name of the ledger's table; used if there is a retry
     * @param into the table that a copy goes into; null for other work
     */
    PostgresTarget(Table table, Backfill backfill, @Nullable Retry retry, String deadLetters, @Nullable Table into) {
        this.table = table;
        this.into = into;
        List<String> names = table.keyNames(backfill.key());
        String quoted = Identifiers.quote(table.name());
        List<Column> key = table.key(backfill.key());
        this.retried = retry == null ? null : new PostgresRetry(retry, quoted, deadLetters, key);
        this.keyset = new PostgresKeyset(quoted, table.bytes(), key, retried);
        String where = backfill.where() == null ? "true" : "(" + backfill.where() + ")";
        if (backfill.work() instanceof Work.Set set) {
            Map<Column, String> expressions = new LinkedHashMap<>();
            set.expressions().forEach((column, expression) -> expressions.put(table.require(column), expression));
            this.update = new PostgresRangeUpdate(quoted, keyset, where, expressions);
            this.copy = null;
            this.rows = null;
        } else if (backfill.work() instanceof Work.Copy work && into != null) {
            List<Column> image = Destination.image(into, work, names)
                    .orElseThrow(
                            () -> new IllegalArgumentException("no unique key of " + into.name() + " holds " + names))
                    .stream()
                    .map(into::require)
                    .toList();
            this.update = null;
            this.copy = new PostgresCopy(quoted, into, keyset, where, work, image);
            this.rows = null;
        } else {
            this.update = null;
            this.copy = null;
            this.rows = new PostgresRowAccess(quoted, keyset, where, table, ((Work.Rows) backfill.work()).transform());
        }
        this.audit =
                new SqlAudit(keyset, where, update != null ? update.differs() : copy == null ? null : copy.needing());
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
        PostgresExplain explain = new PostgresExplain(
                session,
                new HashSet<>(List.of(table.name().table(), written().name().table())));
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
