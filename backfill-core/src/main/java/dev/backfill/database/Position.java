package dev.backfill.database;

import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A place in a table's key order: one row's key, each column in the database's own text form. Opaque to everybody but
 * the database that made it; in particular never compared in Java, where the order of text is another one.
 *
 * @param parts one per key column, in the key's order
 */
public record Position(List<String> parts) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<String>> PARTS = new TypeReference<>() {};

    public Position {
        parts = List.copyOf(parts);
    }

    /** A form that survives any character a key may have: a JSON array of strings. */
    public String encode() {
        return JSON.writeValueAsString(parts);
    }

    /** The reverse of {@link #encode}. */
    public static Position decode(String encoded) {
        return new Position(JSON.readValue(encoded, PARTS));
    }

    @Override
    public String toString() {
        return encode();
    }
}
