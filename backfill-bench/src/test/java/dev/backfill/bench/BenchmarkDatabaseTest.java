package dev.backfill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.bench.side.Side;
import dev.backfill.bench.side.Sides;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every side does its job on a small table; nothing is said about speed. */
class BenchmarkDatabaseTest {
    /** More than two chunks for each of two workers, and no multiple of a chunk. */
    private static final long ROWS = 21_003;

    @Test
    void everySideDoesTheJobAndIsReported(@TempDir Path data) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

        Result result = new Benchmark(
                        new Benchmark.Options(ROWS, 1, Set.of(), true, Optional.of(2 * ROWS), ROWS - 1, data), out)
                .run();
        new TextReport(out).print(result);

        assertThat(result.comparison()).extracting(Figures::side).isEqualTo(Sides.ALL);
        assertThat(result.comparison()).allSatisfy(f -> assertThat(f.rows()).isEqualTo(ROWS));
        assertThat(result.scaling()).extracting(Figures::rows).contains(ROWS, 2 * ROWS);
        assertThat(result.disturbed()).isZero();
        List<String> ids = Sides.ALL.stream().map(Side::id).toList();
        assertThat(text.toString(StandardCharsets.UTF_8)).contains(ids);
        assertThat(JsonReport.document(result)).containsKeys("machine", "postgres", "settings", "sides", "targets");
    }
}
