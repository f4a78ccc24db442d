package dev.backfill.bench.server;

import dev.backfill.bench.table.Content;
import dev.backfill.bench.table.Product;
import java.util.List;

/** A durable database of this process's own, started for one run of the benchmark. Not thread-safe. */
public interface Server extends AutoCloseable {
    Product product();

    String version();

    /** What was set, and is so. */
    List<Setting> settings();

    /** A database with that content, from which copies are made. */
    Template template(Content content, long rows);

    /** A database that is the same to the byte, in memory, with nothing of anybody else's left to be written. */
    Copy copy(Template template);

    /** Removes a copy and all that is left to be done because of it. */
    void drop(Copy copy);

    /** Bytes of log written since the server's beginning; 0 if it does not say. */
    long logBytes();

    /** Since the server's beginning; 0 if it has none that could fall into measured time. */
    long checkpoints();

    @Override
    void close();
}
