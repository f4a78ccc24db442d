package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Pace;
import dev.backfill.run.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How fast; shared by the verbs that start and that tune a run. */
final class PaceOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--workers", paramLabel = "N", description = "Chunks at the same time, 1 to 64.")
    private @Nullable Integer workers;

    @Option(
            names = "--rate",
            paramLabel = "ROWS|none",
            converter = Rate.class,
            description = "Rows per second of the whole run, at least 1; or none, for no limit.")
    private @Nullable Integer rate;

    @Option(
            names = "--chunk",
            paramLabel = "ROWS|adaptive",
            converter = Chunk.class,
            description = "Fixes the chunk's size, 1 to 100000 rows; or adaptive, within the definition's limits.")
    private @Nullable Integer chunk;

    Pace pace() {
        requireWithin("--workers", workers, Settings.MAX_WORKERS);
        return new Pace(rate, workers, chunk);
    }

    /** Rows, or the word for no limit. */
    private static final class Rate implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return rows(value, "none", Settings.MAX_ROWS_PER_SECOND);
        }
    }

    /** Rows, or the word for no fixed size. */
    private static final class Chunk implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return rows(value, "adaptive", Settings.MAX_CHUNK_ROWS);
        }
    }

    private static Integer rows(String value, String none, int max) {
        if (value.equals(none)) {
            return Settings.NONE;
        }
        try {
            int rows = Integer.parseInt(value);
            if (rows >= 1 && rows <= max) {
                return rows;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException(
                "found '" + value + "'; expected a whole number from 1 to " + max + ", or " + none);
    }

    private void requireWithin(String option, @Nullable Integer value, int max) {
        if (value != null && (value < 1 || value > max) && spec != null) {
            throw new ParameterException(spec.commandLine(), option + ": found " + value + "; expected 1 to " + max);
        }
    }
}
