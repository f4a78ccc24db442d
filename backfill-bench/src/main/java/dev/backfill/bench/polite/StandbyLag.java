package dev.backfill.bench.polite;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.server.Template;
import dev.backfill.testkit.Standby;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A standby whose replay stands still for a while: the backfill must wait for it and go on by itself. */
final class StandbyLag {
    /** Of the guard on replication lag, as it is by default. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration BEHIND = Duration.ofSeconds(20);
    private static final Duration RETURN = Duration.ofSeconds(60);

    private final Template template;
    private final PrintStream progress;

    StandbyLag(Template template, PrintStream progress) {
        this.template = template;
        this.progress = progress;
    }

    Experiment run() throws Exception {
        progress.println("a standby that falls behind");
        try (Copy copy = template.copy();
                Standby standby = Standby.of(copy.url(), "bench");
                BackgroundBackfill backfill = new BackgroundBackfill(copy, true)) {
            backfill.limit(template.rows() / 120);
            backfill.start();
            Thread.sleep(3000);
            standby.pauseReplay();
            long paused = System.nanoTime();
            Thread.sleep(BEHIND.toMillis());
            double last = (backfill.lastCommit() - paused) / 1e9;
            boolean lasted = backfill.running() && last > 0;
            String reason = backfill.reason();
            standby.resumeReplay();
            long resumed = System.nanoTime();
            while (backfill.lastCommit() < resumed && System.nanoTime() - resumed < RETURN.toNanos()) {
                Thread.sleep(20);
            }
            double back = (backfill.lastCommit() - resumed) / 1e9;
            double late = last - LIMIT.toSeconds();
            return new Experiment(
                    "a standby whose replay stands still for " + BEHIND.toSeconds() + " s",
                    List.of(
                            String.format(
                                    Locale.ROOT,
                                    "limit %d s; the last chunk %.1f s after the replay stopped; the next one %.1f s after it went on",
                                    LIMIT.toSeconds(),
                                    last,
                                    back),
                            "meanwhile the run said: " + reason),
                    Map.of("limitSeconds", LIMIT.toSeconds(), "lastCommitSeconds", last, "returnSeconds", back),
                    List.of(
                            new Outcome("seconds that chunks went on beyond the limit", late, true, 2, lasted),
                            new Outcome("returned by itself (1 is yes)", back > 0 ? 1 : 0, false, 1, lasted)));
        }
    }
}
