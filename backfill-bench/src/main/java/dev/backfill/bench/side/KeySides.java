package dev.backfill.bench.side;

import static dev.backfill.bench.side.Side.Family.SQL;

import java.util.List;

/**
 * SQL work by keys of several types. The bare loops show what the database makes of such a key, whoever asks; the
 * engine's must be near each other.
 */
public final class KeySides {
    public static final Side BARE_BIGINT = bare("bigint", List.of("id"), List.of("bigint"));
    public static final Side BARE_INT_TEXT = bare("int-text", List.of("tenant", "code"), List.of("int", "text"));
    public static final Side BARE_TEXT = bare("text", List.of("code"), List.of("text"));
    public static final Side BARE_UUID = bare("uuid", List.of("uid"), List.of("uuid"));

    /**
     * @param product first part of the id
     * @param key last part of the id
     */
    public static Side ours(String product, String key) {
        return new Side(product + "-" + key + "-ours-1", "this engine, set, " + key + " key", SQL, 1, Engine.sql());
    }

    private static Side bare(String key, List<String> columns, List<String> types) {
        return new Side(
                "keys-" + key + "-bare-1",
                "range UPDATE, bare JDBC, " + key + " key",
                SQL,
                1,
                KeyLoop.by(columns, types));
    }

    private KeySides() {}
}
