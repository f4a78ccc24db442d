package dev.backfill.bench;

import dev.backfill.bench.polite.Politeness;
import dev.backfill.bench.server.Postgres;
import dev.backfill.bench.side.Side;
import dev.backfill.bench.side.Sides;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line: the report goes to stdout, progress to stderr. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares ways of backfilling a table, all in one run, on durable databases of its own.")
public final class Main implements Callable<Integer> {
    /** At least one target was missed or not measured, and {@code --enforce} was given. */
    static final int TARGETS_MISSED = 1;

    @Option(names = "--rows", defaultValue = "1000000", description = "rows of the table (${DEFAULT-VALUE})")
    private long rows;

    @Option(names = "--rounds", defaultValue = "3", description = "timings of each side (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--only", split = ",", description = "ids of the sides to compare, separated by commas (all)")
    private Set<String> only = new LinkedHashSet<>();

    @Option(names = "--scale", description = "also compare a table of --rows with one of --scale-rows")
    private boolean scale;

    @Option(names = "--scale-rows", defaultValue = "10000000", description = "rows of that table (${DEFAULT-VALUE})")
    private long scaleRows;

    @Option(names = "--no-comparison", description = "leave out the comparison of the sides")
    private boolean noComparison;

    @Option(names = "--politeness", description = "instead: what others on the server feel of a backfill")
    private boolean politeness;

    @Option(
            names = "--databases",
            description = "instead: MariaDB, SQLite, copies, and keys other than a number; with --scale these too")
    private boolean databases;

    @Option(
            names = "--warm-up-rows",
            defaultValue = "500000",
            description = "rows of the table on which each side runs once, uncounted (${DEFAULT-VALUE})")
    private long warmUpRows;

    @Option(
            names = "--data",
            defaultValue = "${sys:bench.data:-target/bench}",
            description = "directory on the disk to measure (${DEFAULT-VALUE})")
    private Path data = Path.of("");

    @Option(names = "--json", description = "file for the result as JSON")
    private @Nullable Path json;

    @Option(names = "--enforce", description = "exit with " + TARGETS_MISSED + " unless every target was met")
    private boolean enforce;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        require(rows > 0, "--rows must be at least 1, found " + rows);
        require(rounds > 0, "--rounds must be at least 1, found " + rounds);
        require(warmUpRows > 0, "--warm-up-rows must be at least 1, found " + warmUpRows);
        require(warmUpRows != rows, "--warm-up-rows must differ from --rows");
        require(scaleRows != warmUpRows, "--warm-up-rows must differ from --scale-rows");
        require(!scale || scaleRows > rows, "--scale-rows must be more than --rows, found " + scaleRows);
        require(scale || !noComparison, "--no-comparison without --scale leaves nothing to do");
        if (politeness) {
            return polite();
        }
        Stream<Side> sides =
                databases ? Sections.contenders().stream().map(Section.Contender::side) : Sides.ALL.stream();
        List<String> known = sides.map(Side::id).toList();
        require(known.containsAll(only), "--only takes ids among " + known + ", found " + only);
        Benchmark.Options options = new Benchmark.Options(
                rows, rounds, only, !noComparison, scale ? Optional.of(scaleRows) : Optional.empty(), warmUpRows, data);
        return databases ? databases(options) : compare(options);
    }

    private int compare(Benchmark.Options options) throws Exception {
        Result result = new Benchmark(options, System.err).run();
        new TextReport(System.out).print(result);
        if (json != null) {
            JsonReport.write(JsonReport.document(result), json);
        }
        return enforce && !result.allMet() ? TARGETS_MISSED : 0;
    }

    private int databases(Benchmark.Options options) throws Exception {
        DatabasesResult result = new DatabasesBenchmark(options, System.err).run();
        new TextReport(System.out).print(result);
        if (json != null) {
            JsonReport.write(JsonReport.document(result), json);
        }
        return enforce && !result.allMet() ? TARGETS_MISSED : 0;
    }

    private int polite() throws Exception {
        Path folder = Files.createDirectories(data);
        Machine machine = Machine.describe(folder);
        try (Postgres server = Postgres.start(
                folder.resolve("postgres-" + ProcessHandle.current().pid()))) {
            Politeness measured = Politeness.measure(server, rows, folder, System.err);
            new TextReport(System.out).print(machine);
            measured.print(System.out);
            if (json != null) {
                JsonReport.write(Map.of("machine", machine, "experiments", measured.experiments()), json);
            }
            return enforce && !measured.allMet() ? TARGETS_MISSED : 0;
        }
    }

    private void require(boolean condition, String message) {
        if (!condition && spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }
}
