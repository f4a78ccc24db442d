package dev.backfill.bench.polite;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.server.Template;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An application at a fixed rate: alone, beside an unguarded backfill, and beside a guarded one. */
final class Foreground {
    private static final Duration ALONE = Duration.ofSeconds(20);
    /** Shorter than the unguarded backfill takes. */
    private static final Duration UNGUARDED = Duration.ofSeconds(6);

    private static final Duration GUARDED = Duration.ofSeconds(40);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    /** Rows; small, for many of them. */
    private static final int WARM_UP_CHUNK = 50;
    /** Both the application and the backfill are there for so long before anything is counted. */
    private static final Duration SETTLING = Duration.ofSeconds(4);

    private final Template template;
    private final Path folder;
    private final PrintStream progress;

    Foreground(Template template, Path folder, PrintStream progress) {
        this.template = template;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * @param rowsPerSecond of the backfill meanwhile
     * @param lasted false if the backfill ended before the application did
     */
    private record Beside(Latencies latencies, double rowsPerSecond, boolean lasted) {}

    Experiment run() throws Exception {
        try (Copy copy = template.copy()) {
            Pgbench application = new Pgbench(copy, folder);
            application.prepare();
            application.run(SETTLING);
            warmUp(copy);
            progress.println("the application alone");
            Latencies alone = application.run(ALONE);
            progress.println("beside a backfill without guards");
            Beside unguarded = beside(copy, application, false, UNGUARDED);
            progress.println("beside a backfill with guards");
            Beside guarded = beside(copy, application, true, GUARDED);
            return experiment(alone, unguarded, guarded);
        }
    }

    /** Has the engine's code compiled, which is not what a backfill does to others while it runs. */
    private void warmUp(Copy copy) throws InterruptedException {
        progress.println("warming up");
        try (BackgroundBackfill backfill = new BackgroundBackfill(copy, true)) {
            backfill.chunk(WARM_UP_CHUNK);
            backfill.start();
            Thread.sleep(WARM_UP.toMillis());
        }
    }

    /** The users as they were, so that the job can be done once more. */
    private static void restore(Copy copy) {
        copy.execute(
                "UPDATE users SET first_name = NULL, last_name = NULL WHERE first_name IS NOT NULL",
                "VACUUM users",
                "CHECKPOINT");
    }

    private static Beside beside(Copy copy, Pgbench application, boolean guards, Duration time) throws Exception {
        restore(copy);
        // the application is there first, as in real life
        Thread before = new Thread(() -> application.run(SETTLING.plusSeconds(4)), "application");
        before.start();
        try (BackgroundBackfill backfill = new BackgroundBackfill(copy, guards)) {
            Thread.sleep(2000);
            if (guards) {
                // unguarded, it would be done before anything is measured
                backfill.start();
            }
            before.join();
            if (!guards) {
                backfill.start();
            }
            long rows = backfill.rows();
            long begin = System.nanoTime();
            Latencies latencies = application.run(time);
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Beside(latencies, (backfill.rows() - rows) / seconds, backfill.running());
        }
    }

    private static Experiment experiment(Latencies alone, Beside unguarded, Beside guarded) {
        boolean valid = unguarded.lasted() && guarded.lasted();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("alone", quantiles(alone));
        figures.put("unguarded", quantiles(unguarded));
        figures.put("guarded", quantiles(guarded));
        return new Experiment(
                "the application: pgbench, " + Pgbench.RATE + " transactions per second",
                List.of(
                        String.format("%-34s %8s %8s %8s %12s", "", "p50 ms", "p95 ms", "p99 ms", "backfill"),
                        line("alone", alone, 0),
                        line("beside a backfill without guards", unguarded.latencies(), unguarded.rowsPerSecond()),
                        line("beside a backfill with guards", guarded.latencies(), guarded.rowsPerSecond())),
                figures,
                List.of(
                        new Outcome(
                                "application's p95, with guards / alone",
                                ratio(guarded, alone, 0.95),
                                true,
                                1.5,
                                valid),
                        new Outcome(
                                "application's p99, with guards / alone", ratio(guarded, alone, 0.99), true, 2, valid),
                        new Outcome(
                                "backfill's rows per second, with guards / without",
                                guarded.rowsPerSecond() / unguarded.rowsPerSecond(),
                                false,
                                0.1,
                                valid)));
    }

    private static double ratio(Beside beside, Latencies alone, double quantile) {
        return beside.latencies().quantile(quantile) / alone.quantile(quantile);
    }

    private static String line(String what, Latencies latencies, double rows) {
        return String.format(
                Locale.ROOT,
                "%-34s %8.2f %8.2f %8.2f %,10.0f/s",
                what,
                latencies.quantile(0.5),
                latencies.quantile(0.95),
                latencies.quantile(0.99),
                rows);
    }

    private static Map<String, Object> quantiles(Beside beside) {
        Map<String, Object> figures = quantiles(beside.latencies());
        figures.put("backfillRowsPerSecond", beside.rowsPerSecond());
        figures.put("lasted", beside.lasted());
        return figures;
    }

    private static Map<String, Object> quantiles(Latencies latencies) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("transactions", latencies.count());
        figures.put("p50Millis", latencies.quantile(0.5));
        figures.put("p95Millis", latencies.quantile(0.95));
        figures.put("p99Millis", latencies.quantile(0.99));
        return figures;
    }
}
