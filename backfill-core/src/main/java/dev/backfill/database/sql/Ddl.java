package dev.backfill.database.sql;

import dev.backfill.database.OwnTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The statements that create the engine's own tables, from the resource of a dialect. */
final class Ddl {
    private Ddl() {}

    /**
     * @param schema quoted
     */
    static List<String> read(String dialect, OwnTables group, String schema) {
        String text = resource(dialect + "-" + group.name().toLowerCase(Locale.ROOT) + ".sql");
        return Stream.of(text.split(";\\s*\\R"))
                .map(statement -> statement.replace("${schema}", schema).strip())
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String resource(String name) {
        try (InputStream in = Ddl.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
