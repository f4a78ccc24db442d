package dev.backfill.bench;

import dev.backfill.bench.Section.Contender;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run on all kinds of databases. */
final class DatabasesBenchmark {
    private final Benchmark.Options options;
    private final PrintStream progress;

    DatabasesBenchmark(Benchmark.Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    DatabasesResult run() throws Exception {
        Path data = Files.createDirectories(options.data());
        Machine machine = Machine.describe(data);
        long largest = Math.max(options.rows(), options.scalingRows().orElse(0L));
        try (Grounds grounds = new Grounds(data, Math.max(largest, options.warmUpRows()))) {
            List<DatabasesResult.Compared> sections = new ArrayList<>();
            if (options.comparison()) {
                for (Section section : Sections.ALL) {
                    compare(grounds, section, sections);
                }
            }
            List<Figures> scaling = options.scalingRows().isPresent() ? scale(grounds) : List.of();
            return new DatabasesResult(
                    machine,
                    grounds.servers().stream()
                            .map(s -> new DatabasesResult.Measured(s.product().toString(), s.version(), s.settings()))
                            .toList(),
                    options.rounds(),
                    sections,
                    scaling,
                    options.scalingRows().stream()
                            .flatMap(large -> Sections.SCALING_TARGETS.stream()
                                    .map(side -> Target.scaling(scaling, side, options.rows(), large)))
                            .toList());
        }
    }

    private void compare(Grounds grounds, Section section, List<DatabasesResult.Compared> sections) throws Exception {
        List<Contender> chosen = section.contenders().stream()
                .filter(c -> options.chooses(c.side()))
                .toList();
        if (chosen.isEmpty()) {
            return;
        }
        progress.println(section.title());
        List<Figures> figures = measure(grounds, chosen, List.of(options.rows()));
        sections.add(new DatabasesResult.Compared(
                section.title(),
                figures,
                section.targets().stream().map(target -> target.judge(figures)).toList()));
    }

    private List<Figures> scale(Grounds grounds) throws Exception {
        List<Contender> scaled = Sections.contenders().stream()
                .filter(c -> Sections.SCALED.contains(c.side().id()))
                .toList();
        progress.println("scaling");
        return measure(
                grounds, scaled, List.of(options.rows(), options.scalingRows().orElseThrow()));
    }

    /** Once on a small table, which counts for nothing, so that code is compiled and caches are full; then the rounds. */
    private List<Figures> measure(Grounds grounds, List<Contender> contenders, List<Long> rows) throws Exception {
        Rounds rounds = new Rounds(progress);
        if (options.warmUpRows() > 0) {
            rounds.run(entries(grounds, contenders, List.of(options.warmUpRows())), 1);
        }
        return rounds.run(entries(grounds, contenders, rows), options.rounds());
    }

    private static List<Rounds.Entry> entries(Grounds grounds, List<Contender> contenders, List<Long> rows) {
        return contenders.stream()
                .flatMap(c -> rows.stream().map(n -> new Rounds.Entry(c.side(), grounds.template(c.ground(), n))))
                .toList();
    }
}
