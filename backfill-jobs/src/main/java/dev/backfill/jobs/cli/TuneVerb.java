package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Operations;
import dev.backfill.run.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tune", description = "Changes a running run, durably, within one chunk.")
final class TuneVerb extends Verb {
    @Parameters(paramLabel = "RUN", description = "The run.")
    private String run = "";

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Falls back to what it was after this time, such as 30m; without it, it lasts.")
    private @Nullable Duration lasting;

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
        Settings settings = operations.tune(run, pace.pace(), lasting, reason.reason());
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("run", run);
        document.putAll(Documents.settings(settings));
        document.put("forSeconds", lasting == null ? null : lasting.toSeconds());
        String until = lasting == null ? "" : "; for " + Figures.time(lasting) + ", then back to what it was";
        return new Answer(document, List.of(run + ": " + text(settings) + until), ExitCode.OK);
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
