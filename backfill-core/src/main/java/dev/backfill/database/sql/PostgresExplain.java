package dev.backfill.database.sql;

import dev.backfill.database.Session;
import dev.backfill.database.Target.StatementPlan;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks PostgreSQL how it would run a statement and looks for what must not be there. */
final class PostgresExplain {
    private static final Set<String> INDEX_NODES = Set.of("Index Scan", "Index Only Scan", "Bitmap Index Scan");

    private final Session session;
    private final Set<String> tables;

    PostgresExplain(Session session, Set<String> tables) {
        this.session = session;
        this.tables = tables;
    }

    StatementPlan plan(String sql, Object... parameters) {
        String json = session.one("EXPLAIN (FORMAT JSON) " + sql, row -> row.string(1), parameters);
        JsonNode root = JsonMapper.shared().readTree(json).get(0).get("Plan");
        StringBuilder text = new StringBuilder();
        describe(root, 0, text);
        return new StatementPlan(sql, text.toString().stripTrailing(), scansTable(root), sorts(root));
    }

    private static void describe(JsonNode node, int depth, StringBuilder text) {
        text.append("  ".repeat(depth)).append(node.path("Node Type").asString());
        for (String detail : new String[] {"Relation Name", "Index Name", "Index Cond", "Filter"}) {
            if (node.has(detail)) {
                text.append(", ")
                        .append(detail.toLowerCase(java.util.Locale.ROOT))
                        .append(": ");
                text.append(node.get(detail).asString());
            }
        }
        text.append(" (rows ").append(node.path("Plan Rows").asLong()).append(")\n");
        node.path("Plans").forEach(child -> describe(child, depth + 1, text));
    }

    private boolean scansTable(JsonNode node) {
        String type = node.path("Node Type").asString();
        boolean ours = tables.contains(node.path("Relation Name").asString(""));
        if (ours && "Seq Scan".equals(type)) {
            return true;
        }
        boolean boundless = INDEX_NODES.contains(type) && !node.has("Index Cond");
        return (ours && boundless) || anyChild(node, this::scansTable);
    }

    private boolean sorts(JsonNode node) {
        return node.path("Node Type").asString().endsWith("Sort") || anyChild(node, this::sorts);
    }

    private static boolean anyChild(JsonNode node, java.util.function.Predicate<JsonNode> test) {
        for (JsonNode child : node.path("Plans")) {
            if (test.test(child)) {
                return true;
            }
        }
        return false;
    }
}
