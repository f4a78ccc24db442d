package dev.backfill.jobs.cli;

import dev.backfill.jobs.config.ConfigurationReader;
import dev.backfill.jobs.operations.Application;
import dev.backfill.jobs.operations.Operations;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all verbs share. Adding a verb is adding its file and one line here. */
@Command(
        name = "backfill",
        description =
                "Changes a column's meaning in a live table, chunk by chunk. Without --execute nothing is written.",
        footer = {
            "",
            "Exit codes: 0 ok, 1 run failed or aborted, 2 usage or configuration, 3 preflight refused,",
            "4 verification mismatch, 5 paused, 70 internal error."
        },
        subcommands = {
            DemoVerb.class,
            ListVerb.class,
            CheckVerb.class,
            PlanVerb.class,
            RunVerb.class,
            StatusVerb.class,
            WatchVerb.class,
            PauseVerb.class,
            ResumeVerb.class,
            AbortVerb.class,
            TuneVerb.class,
            StopAllVerb.class,
            VerifyVerb.class,
            DeadLettersVerb.class,
            HistoryVerb.class,
            ReportVerb.class,
            SchemaVerb.class
        })
final class Root {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration; default: backfill.yaml in the working directory.")
    private Path config = ConfigurationReader.DEFAULT_FILE;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "text, or json: one document on standard output and nothing else.")
    void output(OutputFormat format) {
        console().format(format);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    boolean help;

    private @Nullable Console console;
    private @Nullable Application application;
    private @Nullable Termination termination;

    /** For picocli, which needs an instance before there is a process to belong to. */
    Root() {}

    Root(Console console, Application application, Termination termination) {
        this.console = console;
        this.application = application;
        this.termination = termination;
    }

    Console console() {
        return Objects.requireNonNull(console);
    }

    Termination termination() {
        return Objects.requireNonNull(termination);
    }

    /** Another command of this process, printed elsewhere. */
    Root like(Console other) {
        return new Root(other, Objects.requireNonNull(application), termination());
    }

    /** For commands that go on where this one ends. */
    Invocation invocation() {
        return Invocation.with(config);
    }

    Operations open() {
        return Objects.requireNonNull(application).open(config);
    }
}
