package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.table.Product;
import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.definition.OnConflict;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This engine as it is by default: adaptive chunks, all checks, its tables in the target and made by the run. */
final class Engine implements Side.Task {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final String DATABASE = "app";
    private static final String SOURCE = "legacy";

    private final ChangingTime changing = new ChangingTime();
    private final BackfillEngine engine;
    private final Backfill backfill;

    private Engine(Map<String, Database> databases, Backfill backfill) {
        this.engine = Engines.create(databases, null);
        this.backfill = backfill;
    }

    static Side.Preparation sql() {
        return (copy, workers) -> on(copy, NameSplits.sql(DATABASE, copy.product(), workers));
    }

    static Side.Preparation rows() {
        return (copy, workers) -> on(copy, NameSplits.rows(DATABASE, workers));
    }

    static Side.Preparation copy() {
        return (copy, workers) ->
                on(copy, PeopleCopy.backfill(DATABASE, null, copy.product(), OnConflict.SKIP, workers));
    }

    /** From the PostgreSQL that the copy has as its source; what is there already is overwritten. */
    static Side.Preparation copyFrom() {
        return (copy, workers) -> {
            Backfill backfill = PeopleCopy.backfill(DATABASE, SOURCE, Product.POSTGRESQL, OnConflict.UPDATE, workers);
            return new Engine(
                    Map.of(
                            DATABASE,
                            open(DATABASE, copy.url(), workers),
                            SOURCE,
                            open(SOURCE, copy.source().url(), workers)),
                    backfill);
        };
    }

    private static Engine on(Copy copy, Backfill backfill) {
        return new Engine(Map.of(DATABASE, open(DATABASE, copy.url(), backfill.workers())), backfill);
    }

    /** A connection for each worker, and some for the lease, the metadata and the checks. */
    private static Database open(String name, String url, int workers) {
        return Databases.open(new DatabaseSettings(name, url, null, null, null, workers + 4));
    }

    @Override
    public void run() {
        RunStatus status = engine.start(backfill, RunOptions.NONE, "bench", changing);
        if (status.state() != RunState.SUCCEEDED) {
            throw new IllegalStateException("the run ended " + status.state() + ": " + status.reason());
        }
        changing.waited()
                .forEach((reason, waited) -> LOG.warn("waited {} ms on purpose: {}", waited.toMillis(), reason));
    }

    @Override
    public Optional<Duration> changing() {
        return Optional.of(changing.elapsed());
    }

    @Override
    public void close() {
        engine.close();
    }
}
