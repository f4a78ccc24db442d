package dev.backfill.jobs.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Why somebody steps in; kept with the run for those who come after. */
final class ReasonOption {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept in the run's history.")
    private String reason = "";

    String reason() {
        if (reason.isBlank() && spec != null) {
            throw new ParameterException(spec.commandLine(), "--reason: found nothing; expected a few words");
        }
        return reason.strip();
    }
}
