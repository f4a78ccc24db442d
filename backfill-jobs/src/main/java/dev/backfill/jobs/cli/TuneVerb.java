package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "tune", description = "Changes a running run, durably, within one chunk.")
final class TuneVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Override
    void check() {
        reason.reason();
        if (pace.pace().saysNothing()) {
            throw misused("found nothing to change; expected --rate, --workers or --chunk");
        }
    }

    @Override
    Answer answer(Operations operations) {
        Settings settings = operations.tune(run, pace.pace(), reason.reason());
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("run", run);
        document.putAll(Documents.settings(settings));
        return new Answer(document, List.of(run + ": " + text(settings)), ExitCode.OK);
    }

    private static String text(Settings settings) {
        return Figures.count(settings.workers(), "worker") + ", "
                + (settings.rowsPerSecond() == null
                        ? "no rate limit"
                        : "at most " + Figures.count(settings.rowsPerSecond()) + " rows/s")
                + ", chunks of "
                + (settings.chunkRows() == null ? "adaptive size" : Figures.count(settings.chunkRows(), "row"));
    }
}
