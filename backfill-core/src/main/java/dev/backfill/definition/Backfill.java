package dev.backfill.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of one change. Immutable. Read from YAML by {@link DefinitionReader}, or built in Java with {@link
 * #builder}; either way one that breaks a rule is refused with a {@link DefinitionException}.
 *
 * @param name unique among the definitions; lower case letters, digits and hyphens
 * @param database the configured database that has the table
 * @param key columns that identify a row and order the work; empty means the primary key
 * @param where SQL condition for rows that still need the work; null means all rows
 * @param workers threads that run chunks at the same time
 * @param guards of the author's own, beside the built-in ones
 * @param guardSettings what is said about the built-in ones
 * @param windows hours in which the run works; empty means always
 * @param ramp steps by which the rate rises at the beginning; empty means none
 */
public record Backfill(
        String name,
        String description,
        @Nullable String owner,
        String database,
        TableName table,
        List<String> key,
        @Nullable String where,
        Work work,
        ChunkLimits chunk,
        int workers,
        Limits limits,
        List<Check> checks,
        List<GuardQuery> guards,
        List<GuardSetting> guardSettings,
        List<Window> windows,
        List<RampStep> ramp,
        Source source) {

    /** Workers of a definition that does not say. */
    public static final int DEFAULT_WORKERS = 2;

    public Backfill {
        key = List.copyOf(key);
        checks = List.copyOf(checks);
        guards = List.copyOf(guards);
        guardSettings = List.copyOf(guardSettings);
        windows = List.copyOf(windows);
        ramp = List.copyOf(ramp);
        List<DefinitionException.Mistake> mistakes = new ArrayList<>();
        Rules rules = new Rules((property, found, expected) ->
                mistakes.add(new DefinitionException.Mistake(source.at(property), found, expected)));
        rules.name(name);
        rules.description(description);
        if (owner != null) {
            rules.label("owner", owner);
        }
        rules.label("database", database);
        rules.table(table);
        rules.key(key);
        if (where != null) {
            rules.where(where);
        }
        if (work instanceof Work.Set set) {
            rules.set(set.expressions(), key);
        } else if (work instanceof Work.Rows rows) {
            rules.transform(rows, key);
        } else if (work instanceof Work.Copy copy) {
            new CopyRules(rules).all(copy, table, database);
        }
        rules.chunk(chunk.min(), chunk.max(), chunk.targetTime());
        rules.workers(workers);
        rules.limits(limits.rowsPerSecond(), limits.maxDeadLetters(), limits.maxRetriesPerMinute());
        new PacingRules(rules).all(guards, guardSettings, windows, ramp, limits);
        rules.checkNames(checks.stream().map(Check::name).toList());
        for (int i = 0; i < checks.size(); i++) {
            rules.query("verify." + i + ".query", checks.get(i).query());
        }
        if (!mistakes.isEmpty()) {
            throw new DefinitionException(mistakes);
        }
    }

    /** Column to SQL expression of what is computed in the database; empty for row work. */
    public Map<String, String> expressions() {
        if (work instanceof Work.Set set) {
            return set.expressions();
        }
        return work instanceof Work.Copy copy ? copy.columns() : Map.of();
    }

    /** True if {@code where} is meant to select no row any more that got the work: a copy leaves the row as it was. */
    public boolean whereEnds() {
        return where != null && !(work instanceof Work.Copy);
    }

    /** The same with its key named. */
    public Backfill withKey(List<String> columns) {
        return new Backfill(
                name,
                description,
                owner,
                database,
                table,
                columns,
                where,
                work,
                chunk,
                workers,
                limits,
                checks,
                guards,
                guardSettings,
                windows,
                ramp,
                source);
    }

    /** The same with other limits. */
    public Backfill withLimits(Limits other) {
        return new Backfill(
                name,
                description,
                owner,
                database,
                table,
                key,
                where,
                work,
                chunk,
                workers,
                other,
                checks,
                guards,
                guardSettings,
                windows,
                ramp,
                source);
    }

    /** Starts a definition in Java; the remaining parts have the defaults of the YAML form. */
    public static Builder builder(String name, String database, TableName table, Work work) {
        return new Builder(name, database, table, work);
    }

    /** Builds a {@link Backfill}. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String database;
        private final TableName table;
        private final Work work;
        private String description = "";
        private @Nullable String owner;
        private List<String> key = List.of();
        private @Nullable String where;
        private ChunkLimits chunk = ChunkLimits.DEFAULT;
        private int workers = DEFAULT_WORKERS;
        private Limits limits = Limits.DEFAULT;
        private List<Check> checks = List.of();
        private List<GuardQuery> guards = List.of();
        private List<GuardSetting> guardSettings = List.of();
        private List<Window> windows = List.of();
        private List<RampStep> ramp = List.of();
        private @Nullable Source source;

        private Builder(String name, String database, TableName table, Work work) {
            this.name = name;
            this.database = database;
            this.table = table;
            this.work = work;
        }

        public Builder description(String value) {
            description = value;
            return this;
        }

        public Builder owner(@Nullable String value) {
            owner = value;
            return this;
        }

        public Builder key(List<String> value) {
            key = value;
            return this;
        }

        public Builder where(@Nullable String value) {
            where = value;
            return this;
        }

        public Builder chunk(ChunkLimits value) {
            chunk = value;
            return this;
        }

        public Builder workers(int value) {
            workers = value;
            return this;
        }

        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        public Builder checks(List<Check> value) {
            checks = value;
            return this;
        }

        public Builder guards(List<GuardQuery> value) {
            guards = value;
            return this;
        }

        public Builder guardSettings(List<GuardSetting> value) {
            guardSettings = value;
            return this;
        }

        public Builder windows(List<Window> value) {
            windows = value;
            return this;
        }

        public Builder ramp(List<RampStep> value) {
            ramp = value;
            return this;
        }

        public Builder source(Source value) {
            source = value;
            return this;
        }

        /**
         * @throws DefinitionException if the definition breaks a rule; names all that it breaks
         */
        public Backfill build() {
            Source from = Objects.requireNonNullElseGet(source, () -> new Source(name, Map.of()));
            return new Backfill(
                    name,
                    description,
                    owner,
                    database,
                    table,
                    key,
                    where,
                    work,
                    chunk,
                    workers,
                    limits,
                    checks,
                    guards,
                    guardSettings,
                    windows,
                    ramp,
                    from);
        }
    }
}
