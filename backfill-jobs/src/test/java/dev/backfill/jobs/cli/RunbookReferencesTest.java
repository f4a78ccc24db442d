package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.DefinitionException;
import dev.backfill.definition.DefinitionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page names beside commands: panels to look at, metrics and tables, and lines of a definition. */
class RunbookReferencesTest {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    /** Emphasis by one asterisk is for panels alone. */
    private static final Pattern PANEL = Pattern.compile("(?<!\\*)\\*([A-Z][^*]+)\\*(?!\\*)");

    private static final Pattern TITLE = Pattern.compile("\"title\": \"([^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("\\bbackfill_[a-z_]+");
    /** The line above it, and its beginning. */
    private static final Pattern BLOCK = Pattern.compile("(?m)^(.*)\n(```(?:sh|sql)\n.*)$");

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    @ParameterizedTest
    @MethodSource("dev.backfill.jobs.cli.RunbooksTest#pages")
    void everyPanelIsOnADashboard(Path page) throws IOException {
        Set<String> titles = new TreeSet<>();
        for (Path dashboard : in("grafana/dashboards", ".json")) {
            titles.addAll(found(TITLE, 1, Files.readString(dashboard)));
        }

        assertThat(titles).hasSizeGreaterThan(20);
        assertThat(titles).containsAll(panels(Files.readString(page)));
    }

    @Test
    void seesPanels() {
        assertThat(panels("*Rows per\n   second* is **Not One** of *two*, *Now* is"))
                .containsExactly("Now", "Rows per second");
    }

    /** Metrics are those that rules and dashboards ask for, which are tried against a run. */
    @ParameterizedTest
    @MethodSource("dev.backfill.jobs.cli.RunbooksTest#pages")
    void everyMetricAndTableExists(Path page) throws IOException {
        Set<String> known = new TreeSet<>();
        for (Path file : Stream.of(
                        in("prometheus/rules", ".yml"),
                        in("grafana/dashboards", ".json"),
                        in("backfill-core/src/main/resources/dev/backfill/database/sql", ".sql"))
                .flatMap(List::stream)
                .toList()) {
            known.addAll(found(NAME, 0, Files.readString(file)));
        }

        assertThat(known).contains("backfill_rows_total", "backfill_chunk");
        assertThat(known).containsAll(found(NAME, 0, Files.readString(page)));
    }

    @ParameterizedTest
    @MethodSource("dev.backfill.jobs.cli.RunbooksTest#pages")
    void everyPartOfADefinitionIsUnderstood(Path page) throws IOException {
        for (String part : found(YAML, 1, Files.readString(page))) {
            assertThat(definition(part).name()).as(part).isEqualTo("x");
        }
    }

    @Test
    void seesPartsThatAreNot() {
        assertThatThrownBy(() -> definition("guards:\n  - { name: commit-latencies, slow-above: 5ms }\n"))
                .isInstanceOf(DefinitionException.class);
    }

    /** Each block of commands is marked as one that the build runs. */
    @ParameterizedTest
    @MethodSource("dev.backfill.jobs.cli.RunbooksTest#pages")
    void everyBlockIsRun(Path page) throws IOException {
        assertThat(notRun(Files.readString(page))).isEmpty();
    }

    @Test
    void seesBlocksThatAreNotRun() {
        assertThat(
                        notRun(
                                "<!-- ci: run -->\n```sh\na\n```\ntext\n```sql\nSELECT 1;\n```\n<!-- ci: run exit=5 -->\n```sh\nb\n```\n"))
                .containsExactly("```sql\nSELECT 1;");
    }

    private static List<String> notRun(String text) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> !block.group(1).startsWith("<!-- ci: "))
                .map(block -> block.group(2))
                .toList();
    }

    private static Backfill definition(String part) {
        String whole = "name: x\ndatabase: app\ntable: t\nset: { n: n + 1 }\n" + part;
        return new DefinitionReader(Map.of(), Set.of("app")).read("x.yaml", whole);
    }

    private static Set<String> panels(String text) {
        return found(PANEL, 1, text).stream()
                .map(name -> name.replaceAll("\\s+", " "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> in(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
