package dev.backfill.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The YAML form of a backfill, property by property. For one file. */
final class BackfillForm {
    private static final List<String> PROPERTIES = List.of(
            "name",
            "description",
            "owner",
            "database",
            "table",
            "key",
            "where",
            "set",
            "transform",
            "copy",
            "chunk",
            "workers",
            "limits",
            "guards",
            "windows",
            "ramp",
            "verify");

    private final TransformForm transforms;
    private final Set<String> databases;
    private final Mistakes mistakes;
    private final Rules rules;
    private final LimitsForm sizes;

    BackfillForm(Map<String, Transform> transforms, Set<String> databases, Mistakes mistakes) {
        this.transforms = new TransformForm(transforms, mistakes);
        this.databases = databases;
        this.mistakes = mistakes;
        this.rules = new Rules(mistakes);
        this.sizes = new LimitsForm(mistakes, rules);
    }

    Backfill read(YamlMap root) {
        root.refuseOthers(PROPERTIES);
        String name = root.required("name", "a name such as users-split-name");
        if (name != null) {
            rules.name(name);
        }
        String description = root.text("description", "text");
        if (description != null) {
            rules.description(description);
        }
        String owner = root.text("owner", "the people to ask");
        if (owner != null) {
            rules.label("owner", owner);
        }
        String database = database(root);
        TableName table = table(root);
        List<String> key = root.texts("key", "a list of column names such as [id]");
        rules.key(key);
        String where = root.text("where", "an SQL condition, or no \"where\" at all");
        if (where != null) {
            rules.where(where);
        }
        Work work = work(root, key, table);
        ChunkLimits chunk = sizes.chunk(root.map("chunk", "{ min: rows, max: rows, target-time: 500ms }"));
        Integer workers = root.integer("workers", "a whole number of threads from 1 to " + Rules.MAX_WORKERS);
        if (workers != null) {
            rules.workers(workers);
        }
        Limits limits = sizes.limits(root.map("limits", "{ rows-per-second: rows, max-dead-letters: rows }"));
        PacingForm pacing = new PacingForm(mistakes, rules);
        List<GuardQuery> guards = new ArrayList<>();
        List<GuardSetting> guardSettings = new ArrayList<>();
        pacing.guards(root, guards, guardSettings);
        List<Window> windows = pacing.windows(root);
        List<RampStep> ramp = pacing.ramp(root, limits);
        List<Check> checks = checks(root);
        if (!mistakes.isEmpty() || name == null || database == null || table == null || work == null) {
            throw mistakes.exception();
        }
        return Backfill.builder(name, database, table, work)
                .description(Objects.requireNonNullElse(description, ""))
                .owner(owner)
                .key(key)
                .where(where)
                .chunk(chunk)
                .workers(workers == null ? Backfill.DEFAULT_WORKERS : workers)
                .limits(limits)
                .guards(guards)
                .guardSettings(guardSettings)
                .windows(windows)
                .ramp(ramp)
                .checks(checks)
                .source(mistakes.source())
                .build();
    }

    private @Nullable String database(YamlMap root) {
        String database = root.required("database", "one of the configured databases: " + Nearest.list("", databases));
        if (database != null && !databases.contains(database)) {
            mistakes.mistake(
                    "database",
                    "unknown database " + Shown.text(database),
                    "one of the configured databases: " + Nearest.list(database, databases));
        }
        return database;
    }

    private @Nullable TableName table(YamlMap root) {
        String form = "table or schema.table; a part with dots or spaces stands in double quotes: '\"my.schema\".t'";
        String text = root.required("table", form);
        if (text == null) {
            return null;
        }
        try {
            TableName table = TableName.parse(text);
            rules.table(table);
            return table;
        } catch (IllegalArgumentException e) {
            mistakes.mistake("table", Shown.text("table: " + text), form);
            return null;
        }
    }

    private @Nullable Work work(YamlMap root, List<String> key, @Nullable TableName table) {
        List<String> kinds = root.keys().stream()
                .filter(List.of("set", "transform", "copy")::contains)
                .toList();
        if (kinds.isEmpty()) {
            mistakes.add(
                    root.line(),
                    "no work to do",
                    "set (SQL expressions by column), transform (a Java bean) or copy (into another table)");
        }
        if (kinds.size() > 1) {
            mistakes.mistake(
                    kinds.get(1), Shown.text(kinds.get(0)) + " and " + Shown.text(kinds.get(1)), "only one of them");
        }
        Work set = root.has("set") ? set(root.map("set", "SQL expressions by column"), key) : null;
        Work rows = root.has("transform") ? rows(root, key) : null;
        Work copy = root.has("copy") ? new CopyForm(mistakes, rules, databases, transforms).read(root, table) : null;
        return set != null ? set : rows != null ? rows : copy;
    }

    private @Nullable Work set(@Nullable YamlMap columns, List<String> key) {
        if (columns == null) {
            return null;
        }
        Map<String, String> expressions = new LinkedHashMap<>();
        for (String column : columns.keys()) {
            String expression = columns.text(column, "an SQL expression; for SQL's null write NULL");
            if (expression != null) {
                expressions.put(column, expression);
            }
        }
        if (columns.keys().isEmpty()) {
            mistakes.mistake("set", "an empty \"set\"", "SQL expressions by column");
        }
        rules.set(expressions, key);
        return expressions.isEmpty() ? null : new Work.Set(expressions);
    }

    private @Nullable Work rows(YamlMap root, List<String> key) {
        Work.Rows rows = transforms.read(root, "");
        if (rows != null) {
            rules.transform(rows, key);
        }
        return rows;
    }

    private List<Check> checks(YamlMap root) {
        List<Check> checks = new ArrayList<>();
        List<YamlMap> entries = root.maps("verify", "a list of { name: ..., expect-zero: SELECT ... }");
        for (int i = 0; i < entries.size(); i++) {
            checks.add(check(entries.get(i), "verify." + i));
        }
        rules.checkNames(checks.stream().map(Check::name).toList());
        return checks;
    }

    private Check check(YamlMap entry, String path) {
        entry.refuseOthers(List.of("name", "expect-zero", "expect", "query"));
        String name = entry.required("name", "a name for the check");
        boolean zero = entry.has("expect-zero");
        if (zero && (entry.has("expect") || entry.has("query"))) {
            mistakes.add(entry.line(), "\"expect-zero\" beside \"expect\" or \"query\"", "either form, not both");
        }
        String property = zero ? "expect-zero" : "query";
        if (!zero && !entry.has("expect") && !entry.has("query")) {
            mistakes.add(
                    entry.line(),
                    "no \"expect-zero\"",
                    "expect-zero: SELECT ..., or expect: VALUE with query: SELECT ...");
            return new Check(name == null ? path : name, "", "");
        }
        String query = entry.required(property, "a SELECT that answers one value");
        String expected = zero ? "0" : entry.required("expect", "the value that the query must answer");
        if (query != null) {
            rules.query(path + "." + property, query);
        }
        return new Check(
                name == null ? path : name,
                Objects.requireNonNullElse(query, ""),
                Objects.requireNonNullElse(expected, ""));
    }
}
