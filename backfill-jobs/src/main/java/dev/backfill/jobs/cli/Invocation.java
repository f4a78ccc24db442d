package dev.backfill.jobs.cli;

import dev.backfill.jobs.config.ConfigurationReader;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How people start this program with the configuration that it has now: what is suggested to them can be copied into their
 * shell.
 *
 * @param name as it was typed
 * @param config null for the one that is found without being named
 */
record Invocation(String name, @Nullable Path config) {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

    static Invocation with(Path config) {
        return new Invocation(
                System.getProperty("backfill.command", "backfill"),
                config.equals(ConfigurationReader.DEFAULT_FILE) ? null : config);
    }

    /**
     * A command.
     *
     * @param words the verb and what follows it
     */
    String of(String words) {
        return quoted(name) + (config == null ? "" : " --config " + quoted(config.toString())) + " " + words;
    }

    /** For a POSIX shell. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
