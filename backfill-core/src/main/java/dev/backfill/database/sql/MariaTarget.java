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

/** One backfill's statements in the dialect of MariaDB and MySQL. The table is always aliased {@code t}. */
final class MariaTarget implements Target {
    private final Table table;
    private final MariaKeyset keyset;
    private final @Nullable MariaRangeUpdate update;
    private final @Nullable MariaCopy copy;
    private final @Nullable Table into;
    private final @Nullable MariaRowAccess rows;
    private final SqlAudit audit;
    private final @Nullable MariaRetry retried;

    /**
     * @param retry null for all rows
     * @param deadLetters quoted name of the ledger's table; used if there is a retry
     * @param into the table that a copy goes into; null for other work
     * @param indexes names of the table's unique indexes, by their columns
     */
    MariaTarget(
            MariaFlavour flavour,
            Table table,
            Backfill backfill,
            @Nullable Retry retry,
            String deadLetters,
            @Nullable Table into,
            Map<List<String>, String> indexes) {
        this.table = table;
        this.into = into;
        List<String> names = table.keyNames(backfill.key());
        String quoted = MariaNames.quote(table.name());
        List<Column> key = table.key(backfill.key());
        this.retried =
                retry == null ? null : new MariaRetry(flavour.statements().keyPart(), retry, deadLetters, key);
        this.keyset = new MariaKeyset(quoted, key, indexes.get(names), retried);
        String where = MariaExpressions.condition(flavour, backfill);
        if (backfill.work() instanceof Work.Set set) {
            Map<Column, String> expressions = new LinkedHashMap<>();
            set.expressions().forEach((column, expression) -> {
                MariaExpressions.check(flavour, backfill.source().at("set." + column), expression);
                expressions.put(table.require(column), expression);
            });
            this.update = new MariaRangeUpdate(
                    flavour.statements().unordered(), keyset, where, expressions, generated(table));
            this.copy = null;
            this.rows = null;
        } else if (backfill.work() instanceof Work.Copy work && into != null) {
            MariaExpressions.checked(flavour, backfill, work);
            List<Column> image = Destination.image(into, work, names)
                    .orElseThrow(
                            () -> new IllegalArgumentException("no unique key of " + into.name() + " holds " + names))
                    .stream()
                    .map(into::require)
                    .toList();
            this.update = null;
            this.copy = new MariaCopy(table, into, keyset, where, work, image);
            this.rows = null;
        } else {
            this.update = null;
            this.copy = null;
            this.rows =
                    new MariaRowAccess(keyset.self(), keyset, where, table, ((Work.Rows) backfill.work()).transform());
        }
        this.audit =
                new SqlAudit(keyset, where, update != null ? update.differs() : copy == null ? null : copy.needing());
    }

    private static List<String> generated(Table table) {
        return table.columns().stream()
                .filter(Column::generated)
                .map(Column::name)
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
        MariaSession maria = (MariaSession) session;
        MariaExplain explain = new MariaExplain(maria);
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
            plans.put("write", rows.explain(maria));
        }
        return plans;
    }
}
