package dev.backfill.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own on this one's class path, to be killed. Its output, both streams, is kept line by line.
 * Thread-safe.
 */
public final class JavaProcess implements AutoCloseable {
    private static final long OUTPUT_MILLIS = 1000;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean outputEnded;

    private JavaProcess(Process process) {
        this.process = process;
    }

    /** Starts the class's {@code main} with this process's environment. */
    public static JavaProcess start(Class<?> main, String... arguments) {
        return start(main, Map.of(), arguments);
    }

    /** Starts the class's {@code main}; the variables given are added to this process's environment. */
    public static JavaProcess start(Class<?> main, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            JavaProcess started = new JavaProcess(builder.start());
            Pump.start("output-of-" + main.getSimpleName(), started::collect);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("No JVM for " + main.getName(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Waits for a line that contains the text, and returns it; at once if it was printed before.
     *
     * @throws AssertionError with the whole output if the process ends first or the time is up
     */
    public synchronized String awaitLine(String text, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        int next = 0;
        while (true) {
            for (; next < lines.size(); next++) {
                if (lines.get(next).contains(text)) {
                    return lines.get(next);
                }
            }
            long millis = millisUntil(deadline);
            if (outputEnded || millis <= 0) {
                throw new AssertionError("Expected a line with '" + text + "' within " + atMost + ", but it "
                        + (outputEnded ? "ended" : "went on") + " without; it printed:\n" + String.join("\n", lines));
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for '" + text + "'", e);
            }
        }
    }

    /** SIGKILL: it gets no chance to do anything more. Returns when it is gone. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitExit(Duration.ofSeconds(30));
    }

    /** SIGTERM: asks it to end, and does not wait. */
    public void terminate() {
        // Process.destroy would close the stream as well, and its last words would be lost.
        process.toHandle().destroy();
    }

    /** SIGSTOP: all its threads stand still where they are, as in a suspended machine. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("SIG" + name + " did not reach process " + pid() + ": is it gone?");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while sending SIG" + name, e);
        }
    }

    /**
     * Waits for its end.
     *
     * @return the exit code; 128 + signal number if a signal ended it
     * @throws AssertionError with the whole output if the time is up
     */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "Still running after " + atMost + "; it printed:\n" + String.join("\n", lines()));
            }
            awaitOutput();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the process to end", e);
        }
        return process.exitValue();
    }

    /** Lets its last lines arrive; not for ever, since a child of its own may hold the stream open. */
    private synchronized void awaitOutput() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(OUTPUT_MILLIS);
        for (long left = OUTPUT_MILLIS; !outputEnded && left > 0; left = millisUntil(deadline)) {
            wait(left);
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }

    private void collect() throws IOException {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } finally {
            end();
        }
    }

    private static long millisUntil(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        outputEnded = true;
        notifyAll();
    }
}
