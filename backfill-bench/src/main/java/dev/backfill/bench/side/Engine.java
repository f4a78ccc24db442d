package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.sql.Databases;
import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunState;
import dev.backfill.run.RunStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** This engine as it is by default: adaptive chunks, all checks, its tables in the target and made by the run. */
final class Engine implements Side.Task {
    private static final String DATABASE = "app";

    private final ChangingTime changing = new ChangingTime();
    private final BackfillEngine engine;
    private final Backfill backfill;

    private Engine(Copy copy, int workers, Backfill backfill) {
        // a connection for each worker, and some for the lease, the metadata and the checks
        DatabaseSettings settings = new DatabaseSettings(DATABASE, copy.url(), null, null, null, workers + 4);
        this.engine = Engines.create(Map.of(DATABASE, Databases.open(settings)), null);
        this.backfill = backfill;
    }

    static Side.Preparation sql() {
        return (copy, workers) -> new Engine(copy, workers, NameSplits.sql(DATABASE, workers));
    }

    static Side.Preparation rows() {
        return (copy, workers) -> new Engine(copy, workers, NameSplits.rows(DATABASE, workers));
    }

    @Override
    public void run() {
        RunStatus status = engine.start(backfill, RunOptions.NONE, "bench", changing);
        if (status.state() != RunState.SUCCEEDED) {
            throw new IllegalStateException("the run ended " + status.state() + ": " + status.reason());
        }
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
