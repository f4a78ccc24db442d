package dev.backfill.preflight;

import dev.backfill.database.Column;
import dev.backfill.database.Database;
import dev.backfill.database.Destination;
import dev.backfill.database.Range;
import dev.backfill.database.Retry;
import dev.backfill.database.Table;
import dev.backfill.database.Target;
import dev.backfill.database.Target.StatementPlan;
import dev.backfill.database.TransactionOptions;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.Expressions;
import dev.backfill.definition.Work;
import dev.backfill.plan.Bounds;
import dev.backfill.plan.Survey;
import dev.backfill.plan.TrialResult;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What checks look at; the costly parts are found out on first use. Not thread-safe. */
final class Context {
    private final Backfill backfill;
    private final Database database;
    private final Table table;
    private final @Nullable Retry retry;
    private @Nullable Destination destination;
    private @Nullable Target target;
    private @Nullable Bounds bounds;
    private @Nullable Map<String, StatementPlan> statements;
    private @Nullable TrialResult trial;

    /**
     * @param retry null for all rows
     */
    Context(Backfill backfill, Database database, Table table, @Nullable Retry retry) {
        this.retry = retry;
        this.backfill = backfill;
        this.database = database;
        this.table = table;
    }

    Backfill backfill() {
        return backfill;
    }

    Database database() {
        return database;
    }

    Table table() {
        return table;
    }

    List<String> key() {
        return table.keyNames(backfill.key());
    }

    /** Columns of the table that the work sets; none if it copies them. */
    List<String> written() {
        if (backfill.work() instanceof Work.Set set) {
            return List.copyOf(set.expressions().keySet());
        }
        return backfill.work() instanceof Work.Rows rows
                ? List.copyOf(rows.transform().writes())
                : List.of();
    }

    /** The copy that the work is, if it is one. */
    Optional<Work.Copy> copy() {
        return backfill.work() instanceof Work.Copy copy ? Optional.of(copy) : Optional.empty();
    }

    /**
     * The table that is copied into.
     *
     * @throws dev.backfill.error.BackfillException if there is no such table
     */
    Destination destination() {
        if (destination == null) {
            destination = database.destination(copy().orElseThrow().into());
        }
        return destination;
    }

    /** Types by name of the columns that the work reads and writes, the key's included, as far as the table has them. */
    Map<String, String> used() {
        Set<String> names = new HashSet<>(key());
        names.addAll(written());
        if (backfill.work() instanceof Work.Rows rows) {
            names.addAll(rows.transform().reads());
        }
        Stream.concat(backfill.expressions().values().stream(), Stream.ofNullable(backfill.where()))
                .flatMap(expression -> Expressions.columns(expression).stream())
                .flatMap(name -> table.meant(name).stream())
                .map(Column::name)
                .forEach(names::add);
        return table.columns().stream()
                .filter(column -> names.contains(column.name()))
                .collect(Collectors.toUnmodifiableMap(Column::name, Context::type));
    }

    /** What decides how values are ordered and written; not how long they may be. */
    private static String type(Column column) {
        String type = column.bareType().replaceFirst("^pg_catalog\\.", "");
        return column.collation() == null ? type : type + " collate " + column.collation();
    }

    /** File and line of the property that makes the work write the column. */
    String whereWritten(String column) {
        return backfill.source()
                .at(
                        backfill.work() instanceof Work.Set
                                ? "set." + column
                                : copy().isPresent() ? "copy.columns." + column : "transform");
    }

    /** The statements of another definition for the same rows. */
    Target target(Backfill other) {
        return database.target(table, other, retry);
    }

    /** True if only rows that failed before are meant, each of which is looked up by its key. */
    boolean isRetry() {
        return retry != null;
    }

    Target target() {
        if (target == null) {
            target = target(backfill);
        }
        return target;
    }

    Bounds bounds() {
        if (bounds == null) {
            bounds = database.transact(TransactionOptions.READING, session -> Bounds.read(session, target()));
        }
        return bounds;
    }

    /** The chunk's statements on a partition's range, as the database would run them in a chunk. */
    Map<String, StatementPlan> statements() {
        if (statements == null) {
            statements = explain(target());
        }
        return statements;
    }

    Map<String, StatementPlan> explain(Target other) {
        List<Range> partitions = bounds().partitions();
        Range range = partitions.isEmpty() ? Range.ALL : partitions.get(partitions.size() / 2);
        return database.rehearse(
                TransactionOptions.CHUNK,
                session -> other.explain(session, range, backfill.chunk().min()));
    }

    TrialResult trial() {
        if (trial == null) {
            trial = new Trial(backfill, database, target(), bounds()).run();
        }
        return trial;
    }

    Survey survey() {
        Map<String, String> texts = new LinkedHashMap<>();
        statements().forEach((name, s) -> texts.put(name, s.sql() + System.lineSeparator() + s.plan()));
        return new Survey(key(), used(), bounds(), texts, trial());
    }
}
