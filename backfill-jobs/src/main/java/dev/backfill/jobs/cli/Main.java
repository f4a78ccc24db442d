package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Application;
import dev.backfill.jobs.operations.ConfiguredEngine;
import dev.backfill.jobs.operations.EngineFactory;
import picocli.CommandLine;

/** Where the process begins. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, Console.ofProcess(), ConfiguredEngine::open));
    }

    /** The same, for a caller that has streams and an engine of its own. */
    static int run(String[] arguments, Console console, EngineFactory engines) {
        return run(arguments, console, new Application(engines));
    }

    /** The same, for a caller that has beans of its own, too. */
    static int run(String[] arguments, Console console, Application application) {
        Root root = new Root(console, application, new Termination());
        return root.termination().exit(run(arguments, root));
    }

    /** One command of a process that may run several. */
    static int run(String[] arguments, Root root) {
        Failures failures = new Failures(root.console());
        CommandLine commandLine = new CommandLine(root)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setOut(failures.help())
                .setErr(failures.talk())
                .setParameterExceptionHandler(failures::usage)
                .setExecutionExceptionHandler((e, line, parsed) -> failures.failed(e));
        if (arguments.length == 0) {
            commandLine.usage(failures.talk());
            return ExitCode.USAGE.number();
        }
        return commandLine.execute(arguments);
    }
}
