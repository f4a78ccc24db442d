package dev.backfill.bench;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.server.Server;
import dev.backfill.bench.server.Template;
import dev.backfill.bench.side.Side;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs sides against each other: A B C, A B C, …, each on a fresh copy, each checked. */
final class Rounds {
    private final PrintStream progress;

    Rounds(PrintStream progress) {
        this.progress = progress;
    }

    /** One side on one table. */
    record Entry(Side side, Template template) {}

    List<Figures> run(List<Entry> entries, int rounds) throws Exception {
        Map<Entry, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Entry entry : entries) {
                Sample sample = measure(entry);
                samples.computeIfAbsent(entry, e -> new ArrayList<>()).add(sample);
                progress.printf(
                        "round %d of %d: %-28s %,12d rows in %7.2f s%n",
                        round,
                        rounds,
                        entry.side().id(),
                        entry.template().rows(),
                        sample.whole().toNanos() / 1e9);
            }
        }
        return samples.entrySet().stream()
                .map(e -> new Figures(e.getKey().side(), e.getKey().template().rows(), e.getValue()))
                .toList();
    }

    private Sample measure(Entry entry) throws Exception {
        Server server = entry.template().server();
        try (Copy copy = entry.template().copy()) {
            Sample sample;
            try (Side.Task task = entry.side().prepare(copy)) {
                // garbage of the side before is not this side's to collect
                System.gc();
                long wal = server.logBytes();
                long checkpoints = server.checkpoints();
                long start = System.nanoTime();
                task.run();
                Duration whole = Duration.ofNanos(System.nanoTime() - start);
                sample = new Sample(
                        whole,
                        task.changing().orElse(whole),
                        server.logBytes() - wal,
                        server.checkpoints() - checkpoints);
            }
            copy.verify();
            return sample;
        } catch (Exception e) {
            throw new IllegalStateException("side " + entry.side().id() + " failed", e);
        }
    }
}
