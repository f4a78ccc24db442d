package dev.backfill.bench;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.server.Maria;
import dev.backfill.bench.server.Postgres;
import dev.backfill.bench.server.Server;
import dev.backfill.bench.server.Sqlite;
import dev.backfill.bench.server.Template;
import dev.backfill.bench.table.MariaTables;
import dev.backfill.bench.table.PostgresTables;
import dev.backfill.bench.table.Product;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers and templates, each made when first asked for. Not thread-safe. */
final class Grounds implements AutoCloseable {
    private final Path data;
    private final long largest;
    private final Map<Product, Server> servers = new EnumMap<>(Product.class);
    private final Map<Key, Template> templates = new HashMap<>();
    private final List<Copy> sources = new ArrayList<>();

    /**
     * @param data parent of the servers' directories
     * @param largest rows of the largest table
     */
    Grounds(Path data, long largest) {
        this.data = data;
        this.largest = largest;
    }

    private record Key(Ground ground, long rows) {}

    Template template(Ground ground, long rows) {
        Key key = new Key(ground, rows);
        Template known = templates.get(key);
        if (known != null) {
            return known;
        }
        Template made = make(ground, rows);
        templates.put(key, made);
        return made;
    }

    private Template make(Ground ground, long rows) {
        if (ground instanceof Ground.Tables tables) {
            return server(tables.product()).template(tables.content(), rows);
        }
        Copy source = template(new Ground.Tables(Product.POSTGRESQL, PostgresTables.USERS), rows)
                .copy();
        sources.add(source);
        return server(Product.MARIADB)
                .template(MariaTables.people(source.ask(PostgresTables.PEOPLE_SUM)), rows)
                .filledFrom(source);
    }

    private Server server(Product product) {
        return servers.computeIfAbsent(product, this::start);
    }

    private Server start(Product product) {
        // a run that was killed may have left its directories behind
        long own = ProcessHandle.current().pid();
        return switch (product) {
            case POSTGRESQL -> {
                Postgres server = Postgres.start(data.resolve("postgres-" + own));
                server.fillWal(Benchmark.WAL_BYTES_PER_ROW * largest);
                yield server;
            }
            case MARIADB -> Maria.start(data.resolve("maria-" + own), largest);
            case SQLITE -> Sqlite.start(data.resolve("sqlite-" + own));
        };
    }

    /** Those that were needed. */
    Collection<Server> servers() {
        return servers.values();
    }

    @Override
    public void close() {
        sources.forEach(Copy::close);
        servers.values().forEach(Server::close);
    }
}
