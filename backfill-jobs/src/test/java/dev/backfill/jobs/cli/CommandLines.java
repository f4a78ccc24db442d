package dev.backfill.jobs.cli;

import dev.backfill.jobs.operations.Application;
import dev.backfill.jobs.operations.ConfiguredEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The real command line over the real engine, with an author's own beans. */
public final class CommandLines {
    public record Outcome(int code, String out, String err) {}

    private CommandLines() {}

    /** One command on this process's streams; returns its exit code. */
    public static int run(List<Class<?>> beans, String... words) {
        return Main.run(words, Console.ofProcess(), application(beans));
    }

    /** One command, its output kept. */
    public static Outcome type(List<Class<?>> beans, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new Console.Streams(new ByteArrayInputStream(new byte[0]), stream(out), stream(err), false, false));
        int code = Main.run(words, console, application(beans));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Application application(List<Class<?>> beans) {
        return new Application(ConfiguredEngine::open, beans);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
