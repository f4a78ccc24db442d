package dev.backfill.bench.server;

import dev.backfill.bench.table.Content;
import java.util.Optional;

/**
 * A database as every side finds it.
 *
 * @param untouched over everything that no side may change
 * @param source from which its copies are filled; all have the same, which is only read
 */
public record Template(
        Server server, String name, Content content, String untouched, long rows, Optional<Copy> source) {
    Template(Server server, String name, Content content, String untouched, long rows) {
        this(server, name, content, untouched, rows, Optional.empty());
    }

    public Template filledFrom(Copy other) {
        return new Template(server, name, content, untouched, rows, Optional.of(other));
    }

    /** A copy that is identical to the byte, in memory, with nothing left to be written. */
    public Copy copy() {
        return server.copy(this);
    }
}
