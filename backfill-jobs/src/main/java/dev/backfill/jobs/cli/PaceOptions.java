package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Pace;
import dev.backfill.run.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast; shared by the verbs that start and that tune a run. */
final class PaceOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--workers", paramLabel = "N", description = "Chunks at the same time, 1 to 64.")
    private @Nullable Integer workers;

    @Option(names = "--rate", paramLabel = "ROWS", description = "Rows per second of the whole run, at least 1.")
    private @Nullable Integer rate;

    @Option(names = "--chunk", paramLabel = "ROWS", description = "Fixes the chunk's size, 1 to 100000 rows.")
    private @Nullable Integer chunk;

    Pace pace() {
        requireWithin("--workers", workers, Settings.MAX_WORKERS);
        requireWithin("--rate", rate, Settings.MAX_ROWS_PER_SECOND);
        requireWithin("--chunk", chunk, Settings.MAX_CHUNK_ROWS);
        return new Pace(rate, workers, chunk);
    }

    private void requireWithin(String option, @Nullable Integer value, int max) {
        if (value != null && (value < 1 || value > max) && spec != null) {
            throw new ParameterException(spec.commandLine(), option + ": found " + value + "; expected 1 to " + max);
        }
    }
}
