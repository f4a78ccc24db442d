package dev.backfill.definition;

import java.util.Map;

/**
 * Where a definition came from, so that mistakes found later can still name a line.
 *
 * @param file as people should see it: a path, or the class of a Java definition
 * @param lines line number, from 1, by property path such as {@code set.first_name}
 */
public record Source(String file, Map<String, Integer> lines) {
    /** {@code users.yaml:12}, or just the file where the property stands nowhere. */
    public String at(String property) {
        Integer line = lines.get(property);
        int dot = property.lastIndexOf('.');
        if (line == null && dot > 0) {
            return at(property.substring(0, dot));
        }
        return line == null ? file : file + ":" + line;
    }
}
