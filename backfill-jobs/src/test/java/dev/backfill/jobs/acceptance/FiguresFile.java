package dev.backfill.jobs.acceptance;

import dev.backfill.jobs.acceptance.Operator.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/** What the runs measured, for people: one block per run, in a file that the build shows. */
final class FiguresFile {
    private static final Path FILE = Path.of("target", "acceptance", "figures.txt");

    private FiguresFile() {}

    static void clear() throws IOException {
        Files.deleteIfExists(FILE);
    }

    static void add(String title, Answer dry, Answer run, Map<String, Long> dead, String oracle) throws IOException {
        StringBuilder block = new StringBuilder(title + "\n");
        line(block, "dry run", figures(dry));
        line(block, "run", figures(run));
        dead.forEach((reason, rows) -> line(block, "dead", "%,d: %s".formatted(rows, reason)));
        line(block, "verification", run.text("/verification/state") + checks(run));
        line(block, "oracle", oracle);
        write(block.append('\n').toString());
    }

    private static void line(StringBuilder block, String label, String text) {
        block.append(String.format(Locale.ROOT, "  %-13s %s%n", label, text));
    }

    private static String figures(Answer answer) {
        return String.format(
                Locale.ROOT,
                "%,d rows: %,d changed, %,d unchanged, %,d dead; %,d chunks, %.1f s active, %,.0f rows/s",
                answer.rows("scanned"),
                answer.rows("changed"),
                answer.rows("unchanged"),
                answer.rows("dead"),
                answer.document().path("chunks").asLong(-1),
                answer.document().path("activeSeconds").asDouble(-1),
                answer.document().path("rowsPerSecond").asDouble(-1));
    }

    private static String checks(Answer run) {
        StringBuilder checks = new StringBuilder();
        run.document().at("/verification/checks").forEach(check -> checks.append("; ")
                .append(check.path("name").asString())
                .append(' ')
                .append(check.path("actual").asString()));
        return checks.toString();
    }

    private static void write(String text) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
