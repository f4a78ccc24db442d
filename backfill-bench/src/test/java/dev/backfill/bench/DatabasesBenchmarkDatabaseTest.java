package dev.backfill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.bench.side.Side;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every side on every kind of database does its job on a small table; nothing is said about speed. */
class DatabasesBenchmarkDatabaseTest {
    /** More than one chunk for each of two workers, and no multiple of a chunk. */
    private static final long ROWS = 11_003;

    @Test
    // half a minute, but for a machine that does several other things
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everySideDoesTheJobAndIsReported(@TempDir Path data) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

        DatabasesResult result = new DatabasesBenchmark(
                        new Benchmark.Options(ROWS, 1, Set.of(), true, Optional.of(2 * ROWS), 0, data), out)
                .run();
        new TextReport(out).print(result);

        List<String> ids = Sections.contenders().stream()
                .map(Section.Contender::side)
                .map(Side::id)
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(result.sections().stream().flatMap(s -> s.figures().stream()))
                .allSatisfy(f -> assertThat(f.rows()).isEqualTo(ROWS))
                .extracting(f -> f.side().id())
                .isEqualTo(ids);
        assertThat(result.scaling())
                .extracting(f -> f.side().id(), Figures::rows)
                .hasSize(2 * Sections.SCALED.size())
                .doesNotHaveDuplicates();
        assertThat(result.scalingVerdicts()).hasSameSizeAs(Sections.SCALING_TARGETS);
        assertThat(result.verdicts()).allSatisfy(v -> assertThat(v.ratio()).isPresent());
        assertThat(text.toString(StandardCharsets.UTF_8)).contains(ids).contains("PostgreSQL", "MariaDB", "SQLite");
        assertThat(JsonReport.document(result)).containsKeys("machine", "databases", "sections", "targets");
        assertThat(data).isEmptyDirectory();
    }
}
