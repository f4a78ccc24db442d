package dev.backfill.jobs.cli;

import dev.backfill.database.DatabaseException;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One red line per error and a hint; as JSON, one document. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    /** The command line is wrong. It may not have been read far enough to know the format, so it is looked up here. */
    int usage(ParameterException e, String[] arguments) {
        if (asksForJson(arguments)) {
            console.format(OutputFormat.json);
        }
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String hint = suggestions.isEmpty()
                ? "see: " + command + " --help"
                : "did you mean " + suggestions.stream().limit(3).collect(Collectors.joining(" or ")) + "? see: "
                        + command + " --help";
        return report(ErrorCode.USAGE, misuse(e), hint);
    }

    /** The parser's words only where they are the user's, too. */
    private static String misuse(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        boolean chooses = !command.subcommands().isEmpty();
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String found = "found '" + unmatched.getUnmatched().get(0) + "'";
            return chooses
                    ? found + "; expected a command: "
                            + String.join(", ", command.subcommands().keySet())
                    : found + ", which " + command.qualifiedName() + " does not take; expected "
                            + command.positionalParameters().stream()
                                    .map(PositionalParamSpec::paramLabel)
                                    .collect(Collectors.joining(" "))
                            + " and nothing behind it";
        }
        if (chooses && e.getClass() == ParameterException.class) {
            // the parser has no class of its own for a command that is missing
            return "found no command; expected one of "
                    + String.join(", ", command.subcommands().keySet());
        }
        return firstLine(e).replaceFirst(" is not an? (int|long)$", " is not a whole number");
    }

    int failed(Exception e) {
        if (e instanceof BackfillException known) {
            LOG.debug("refused", known);
            return report(known.code(), String.valueOf(known.getMessage()), known.hint());
        }
        if (e instanceof Termination.Interrupted) {
            LOG.debug("interrupted", e);
            return report(
                    "INTERRUPTED",
                    "interrupted",
                    "what was committed is recorded; see: backfill status",
                    ExitCode.PAUSED);
        }
        if (e instanceof DatabaseException database) {
            LOG.debug("database", database);
            return report(code(database), String.valueOf(database.getMessage()), hint(database));
        }
        LOG.debug("internal error", e);
        // not its message: nobody knows what it quotes
        String at = Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.backfill."))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        return report(
                ErrorCode.INTERNAL,
                "internal error: " + e.getClass().getName() + at,
                "what was committed is recorded; run it again with BACKFILL_LOG_LEVEL=DEBUG for the whole story");
    }

    private static ErrorCode code(DatabaseException e) {
        return switch (e.failureClass()) {
            case CONNECTION, CAPACITY -> ErrorCode.DATABASE_UNREACHABLE;
            case CONTENTION, DATA, DEFINITIVE -> ErrorCode.STATEMENT_FAILED;
        };
    }

    private static String hint(DatabaseException e) {
        return switch (e.failureClass()) {
            case CONNECTION ->
                "check that the server is running, that its url in the configuration file is right, and that the"
                        + " network lets this host reach it";
            case CAPACITY -> "have a DBA find out what fills the server, then type the command again";
            case CONTENTION ->
                "somebody else's lock was in the way, or the answer took too long; type it again in a" + " moment";
            case DATA, DEFINITIVE ->
                INSUFFICIENT_PRIVILEGE.equals(e.sqlState())
                        ? "have a DBA grant what is missing to the user that the configuration names for this database"
                        : "trying again will not help; the database's manual explains the code";
        };
    }

    private int report(ErrorCode code, String message, String hint) {
        return report(code.name(), message, hint, ExitCode.of(code));
    }

    private int report(String code, String message, String hint, ExitCode exit) {
        if (console.json()) {
            console.document(Documents.error(code, message, hint));
        } else {
            message.lines().forEach(line -> console.sayRed("backfill: " + line));
            if (!hint.isEmpty()) {
                console.say("  " + hint);
            }
        }
        return exit.number();
    }

    /** Help that was asked for is the answer. */
    PrintWriter help() {
        return new PrintWriter(new OutputStreamWriter(console.streams().out(), StandardCharsets.UTF_8), true);
    }

    PrintWriter talk() {
        return new PrintWriter(new OutputStreamWriter(console.streams().err(), StandardCharsets.UTF_8), true);
    }

    private static boolean asksForJson(String[] arguments) {
        String line = " " + String.join(" ", arguments) + " ";
        return line.matches(".* (-o[ =]?|--output[ =])json .*");
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong arguments");
    }
}
