package dev.backfill.bench;

import dev.backfill.bench.server.Postgres;
import dev.backfill.bench.server.Server;
import dev.backfill.bench.server.Template;
import dev.backfill.bench.side.Side;
import dev.backfill.bench.side.Sides;
import dev.backfill.bench.table.PostgresTables;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of the benchmark. */
final class Benchmark {
    /** The engine, and as a control the loop whose figures depend on nothing but the database. */
    private static final Set<String> SCALING_SIDES = Set.of("sql-bare-2", "sql-ours-2");

    private static final String SCALING_TARGET = "sql-ours-2";

    /** More than any side writes for one row. */
    static final long WAL_BYTES_PER_ROW = 700;

    /**
     * @param rows of the tables that sides are compared on
     * @param only ids of the sides to compare; empty means all
     * @param comparison whether sides are compared
     * @param scalingRows of the large table; empty means no scaling section
     * @param warmUpRows of the table on which each side runs once before, uncounted; on all kinds of databases 0 leaves that out
     * @param data parent of the database's directory
     */
    record Options(
            long rows,
            int rounds,
            Set<String> only,
            boolean comparison,
            Optional<Long> scalingRows,
            long warmUpRows,
            Path data) {
        boolean chooses(Side side) {
            return only.isEmpty() || only.contains(side.id());
        }
    }

    private final Options options;
    private final PrintStream progress;

    Benchmark(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    Result run() throws Exception {
        Path data = Files.createDirectories(options.data());
        Machine machine = Machine.describe(data);
        // a run that was killed may have left its directory behind
        Path own = data.resolve("postgres-" + ProcessHandle.current().pid());
        List<Figures> comparison = List.of();
        List<Figures> scaling = List.of();
        try (Postgres server = Postgres.start(own)) {
            Rounds rounds = new Rounds(progress);
            server.fillWal(WAL_BYTES_PER_ROW
                    * Math.max(options.rows(), options.scalingRows().orElse(0L)));
            warmUp(server);
            Template table = server.template(PostgresTables.USERS, options.rows());
            if (options.comparison()) {
                comparison = rounds.run(entries(compared(), List.of(table)), options.rounds());
            }
            if (options.scalingRows().isPresent()) {
                Template large = server.template(
                        PostgresTables.USERS, options.scalingRows().get());
                scaling = rounds.run(entries(scaled(), List.of(table, large)), options.rounds());
            }
            return new Result(
                    machine,
                    server.version(),
                    server.settings(),
                    options.rounds(),
                    comparison,
                    scaling,
                    verdicts(comparison, scaling));
        }
    }

    /** Compiles every side's code and fills the server's caches, so that the first round is like the others. */
    private void warmUp(Server server) throws Exception {
        Set<Side> sides = new LinkedHashSet<>();
        if (options.comparison()) {
            sides.addAll(compared());
        }
        if (options.scalingRows().isPresent()) {
            sides.addAll(scaled());
        }
        progress.println("warming up");
        new Rounds(progress)
                .run(
                        entries(
                                List.copyOf(sides),
                                List.of(server.template(PostgresTables.USERS, options.warmUpRows()))),
                        1);
    }

    private List<Side> compared() {
        return Sides.ALL.stream().filter(options::chooses).toList();
    }

    private static List<Side> scaled() {
        return Sides.ALL.stream().filter(s -> SCALING_SIDES.contains(s.id())).toList();
    }

    private static List<Rounds.Entry> entries(List<Side> sides, List<Template> templates) {
        return sides.stream()
                .flatMap(side -> templates.stream().map(template -> new Rounds.Entry(side, template)))
                .toList();
    }

    private List<Target.Verdict> verdicts(List<Figures> comparison, List<Figures> scaling) {
        List<Target.Verdict> verdicts = new ArrayList<>();
        if (options.comparison()) {
            Target.COMPARISON.forEach(target -> verdicts.add(target.judge(comparison)));
        }
        options.scalingRows()
                .ifPresent(large -> verdicts.add(Target.scaling(scaling, SCALING_TARGET, options.rows(), large)));
        return verdicts;
    }
}
