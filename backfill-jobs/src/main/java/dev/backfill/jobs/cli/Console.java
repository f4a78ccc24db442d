package dev.backfill.jobs.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where the answer goes: stdout is data, stderr is talk. With {@code -o json} standard output carries one document and
 * people's text moves to standard error. Everything printed passes {@link SafeText} here, and only here.
 */
final class Console {
    private static final int DEFAULT_COLUMNS = 100;

    private final Streams streams;
    private OutputFormat format = OutputFormat.text;

    /**
     * @param outTerminal true if a person sees {@code out}
     * @param errTerminal true if a person sees {@code err}
     */
    record Streams(InputStream in, PrintStream out, PrintStream err, boolean outTerminal, boolean errTerminal) {}

    Console(Streams streams) {
        this.streams = streams;
    }

    /** The JVM cannot tell which of its streams are terminals, so the launcher says so. */
    static Console ofProcess() {
        return new Console(new Streams(
                System.in,
                System.out,
                System.err,
                Boolean.getBoolean("backfill.terminal.out"),
                Boolean.getBoolean("backfill.terminal.err")));
    }

    /** This one if it prints text; otherwise one whose text leaves standard output alone. */
    Console forTalk() {
        return json()
                ? new Console(new Streams(
                        streams.in(), streams.err(), streams.err(), streams.errTerminal(), streams.errTerminal()))
                : this;
    }

    void format(OutputFormat chosen) {
        format = chosen;
    }

    boolean json() {
        return format == OutputFormat.json;
    }

    Streams streams() {
        return streams;
    }

    boolean colored() {
        return streams.errTerminal() && System.getenv("NO_COLOR") == null;
    }

    /** Of the terminal behind standard error. */
    static int columns() {
        int columns = Integer.getInteger("backfill.terminal.columns", DEFAULT_COLUMNS);
        // some terminals say 0
        return columns < 40 ? DEFAULT_COLUMNS : columns;
    }

    void print(Answer answer) {
        if (json()) {
            document(answer.document());
        } else {
            answer.text().forEach(line -> streams.out().println(SafeText.escape(line)));
        }
        streams.out().flush();
    }

    /** Exactly one per process. */
    void document(Map<String, ?> document) {
        streams.out().println(Json.write(document));
        streams.out().flush();
    }

    /** People's text beside the answer. */
    void say(String line) {
        streams.err().println(SafeText.escape(line));
        streams.err().flush();
    }

    void sayRed(String line) {
        String safe = SafeText.escape(line);
        streams.err().println(colored() ? "\u001B[31m" + safe + "\u001B[0m" : safe);
        streams.err().flush();
    }
}
