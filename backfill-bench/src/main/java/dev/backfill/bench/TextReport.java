package dev.backfill.bench;

import dev.backfill.bench.server.Setting;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The result for people. */
final class TextReport {
    private final PrintStream out;

    TextReport(PrintStream out) {
        this.out = out;
    }

    void print(Result result) {
        conditions(result);
        if (!result.comparison().isEmpty()) {
            comparison(result);
        }
        if (!result.scaling().isEmpty()) {
            scaling(result.scaling());
        }
        targets(result.verdicts());
    }

    private void conditions(Result result) {
        print(result.machine());
        product("PostgreSQL", result.postgres(), result.settings());
        rounds(result.rounds(), result.disturbed());
    }

    private void product(String name, String version, List<Setting> settings) {
        out.printf("%-11s %s%n", name, version);
        settings.forEach(s -> out.printf("            %-40s %s%n", s.name() + "=" + s.value(), s.why()));
    }

    private void rounds(int rounds, long disturbed) {
        out.printf("rounds      %d, interleaved; rows/s are medians%n", rounds);
        if (disturbed > 0) {
            out.printf("WARNING     %d checkpoints fell into measured time%n", disturbed);
        }
    }

    void print(DatabasesResult result) {
        print(result.machine());
        result.databases().forEach(p -> product(p.name(), p.version(), p.settings()));
        rounds(result.rounds(), result.disturbed());
        result.sections().forEach(this::section);
        out.printf(
                """
                rows/s  of the time that changed rows; whole: of all the time, checks before and after included
                /first  against the first side of the section; log/row in bytes, 0 where the database does not say
                """);
        if (!result.scaling().isEmpty()) {
            scaling(result.scaling());
        }
        targets(result.verdicts());
    }

    private void section(DatabasesResult.Compared section) {
        Figures first = section.figures().get(0);
        out.printf("%n%s, %,d rows%n", section.title(), first.rows());
        out.printf(
                "%-28s %-40s %7s %9s %20s %9s %8s %8s%n",
                "side", "", "workers", "rows/s", "min..max", "whole", "/first", "log/row");
        for (Figures figures : section.figures()) {
            out.printf(
                    Locale.ROOT,
                    "%-28s %-40s %7d %,9.0f %20s %,9.0f %8.2f %8d%n",
                    figures.side().id(),
                    figures.side().title(),
                    figures.side().workers(),
                    figures.changing().median(),
                    span(figures.changing()),
                    figures.whole().median(),
                    figures.ratioTo(first),
                    figures.walBytesPerRow());
        }
    }

    /** What it runs on. */
    void print(Machine machine) {
        out.printf("machine     %s, %d cores, %s memory%n", machine.cpu(), machine.cores(), machine.memory());
        out.printf("kernel      %s%n", machine.kernel());
        out.printf("disk        %s; 8 KiB write and fsync %d µs%n", machine.disk(), machine.fsyncMicros());
        out.printf(Locale.ROOT, "load        %.2f before the start%n", machine.load());
        out.printf("JVM         %s, heap at most %d MiB%n", machine.jdk(), machine.maxHeapBytes() >> 20);
    }

    private void comparison(Result result) {
        out.printf("%n%,d rows%n", result.comparison().get(0).rows());
        out.printf(
                "%-14s %-32s %7s %9s %20s %9s %8s %8s %8s %6s%n",
                "side", "", "workers", "rows/s", "min..max", "whole", "/single", "/bare", "/stock", "WAL/row");
        for (Figures figures : result.comparison()) {
            Ratios ratios = Ratios.of(result, figures);
            out.printf(
                    Locale.ROOT,
                    "%-14s %-32s %7d %,9.0f %20s %,9.0f %8s %8s %8s %6d%n",
                    figures.side().id(),
                    figures.side().title(),
                    figures.side().workers(),
                    figures.changing().median(),
                    span(figures.changing()),
                    figures.whole().median(),
                    times(ratios.single()),
                    times(ratios.bare()),
                    times(ratios.stock()),
                    figures.walBytesPerRow());
        }
        out.printf(
                """
                rows/s  of the time that changed rows; whole: of all the time, checks before and after included
                /single against one UPDATE; /bare against the bare loop for the same work with as many workers;
                /stock  against stock Spring Batch with as many workers; WAL/row in bytes
                """);
    }

    private void scaling(List<Figures> scaling) {
        out.printf("%n%-20s %7s %12s %9s %20s%n", "scaling", "workers", "rows", "rows/s", "min..max");
        for (Figures figures : scaling) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %7d %,12d %,9.0f %20s%n",
                    figures.side().id(),
                    figures.side().workers(),
                    figures.rows(),
                    figures.changing().median(),
                    span(figures.changing()));
        }
    }

    private void targets(List<Target.Verdict> verdicts) {
        out.printf("%n%-56s %8s %8s%n", "target", "ratio", "minimum");
        for (Target.Verdict verdict : verdicts) {
            out.printf(
                    Locale.ROOT,
                    "%-56s %8s %8.2f  %s%n",
                    verdict.name(),
                    times(verdict.ratio()),
                    verdict.minimum(),
                    switch (verdict.state()) {
                        case MET -> "met";
                        case MISSED -> "MISSED";
                        case NOT_MEASURED -> "not measured";
                    });
        }
    }

    private static String span(Figures.Rate rate) {
        return String.format(Locale.ROOT, "%,.0f..%,.0f", rate.min(), rate.max());
    }

    private static String times(Optional<Double> ratio) {
        return ratio.map(r -> String.format(Locale.ROOT, "%.2f", r)).orElse("-");
    }
}
