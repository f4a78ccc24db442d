package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.operations.Application;
import dev.backfill.jobs.operations.ConfiguredEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** Somebody at three in the morning types what a page says: it must exist. */
class RunbooksTest {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Path RULES = ROOT.resolve("prometheus/rules/backfill.yml");
    private static final Pattern CODE = Pattern.compile("(?s)```sh\n(.*?)```|`([^`\n]+)`");
    private static final Pattern COMMAND = Pattern.compile("(?:^|[\\s(])(?:\\./)?backfill (?=[a-z-])(.*)");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|\\S+");

    private final CommandLine root =
            new CommandLine(new Root(Console.ofProcess(), new Application(ConfiguredEngine::open), new Termination()));

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("runbooks"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandAndOptionExists(Path page) throws IOException {
        List<String> problems = new ArrayList<>();
        String text = Files.readString(page);
        Matcher code = CODE.matcher(text);
        while (code.find()) {
            String shown = code.group(1) == null ? code.group(2) : code.group(1);
            shown.lines().forEach(line -> check(line, problems));
        }
        assertThat(problems).as(page.getFileName().toString()).isEmpty();
    }

    @Test
    void seesWhatDoesNotExist() {
        List<String> problems = new ArrayList<>();
        check("backfill pauze RUN", problems);
        check("./backfill --config x.yaml resume RUN --force", problems);
        check("--take-it", problems);
        check("backfill dead-letters lost RUN", problems);

        assertThat(problems)
                .containsExactly(
                        "no command 'pauze': backfill pauze RUN",
                        "no option '--force': ./backfill --config x.yaml resume RUN --force",
                        "no option '--take-it': --take-it",
                        "no command 'lost': backfill dead-letters lost RUN");
    }

    @Test
    void everyPageIsInTheIndexAndNamesItsParts() throws IOException {
        String index = Files.readString(ROOT.resolve("runbooks/README.md"));
        for (Path page : pages()) {
            String name = page.getFileName().toString();
            if (!name.equals("README.md")) {
                assertThat(index).contains("(" + name + ")");
                assertThat(Files.readString(page))
                        .as(name)
                        .contains("**When you are here:**", "**You know that it worked**", "**Wake ");
            }
        }
    }

    @Test
    void everyAlertHasARunbookThatKnowsIt() throws IOException {
        TreeSet<String> alerts = new TreeSet<>();
        for (Map<String, Object> rule : rules()) {
            String alert = String.valueOf(rule.get("alert"));
            Map<?, ?> annotations = (Map<?, ?>) Objects.requireNonNull(rule.get("annotations"), alert);
            Path runbook = ROOT.resolve(String.valueOf(annotations.get("runbook_url")));
            assertThat(runbook).as(alert).exists();
            assertThat(Files.readString(runbook)).as(runbook + " on " + alert).contains("`" + alert + "`");
            assertThat(String.valueOf(rule.get("labels"))).as(alert).contains("severity=");
            alerts.add(alert);
        }
        assertThat(alerts).hasSizeGreaterThan(9);
        // an alert that is gone must not be waited for
        Pattern named = Pattern.compile("`(Backfill[A-Z]\\w+)`");
        for (Path page : pages()) {
            Matcher matcher = named.matcher(Files.readString(page));
            while (matcher.find()) {
                assertThat(alerts).as(page.toString()).contains(matcher.group(1));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, Object> document = new Yaml().load(Files.readString(RULES));
        List<Map<String, Object>> groups = (List<Map<String, Object>>) Objects.requireNonNull(document.get("groups"));
        return groups.stream()
                .flatMap(group -> ((List<Map<String, Object>>) Objects.requireNonNull(group.get("rules"))).stream())
                .toList();
    }

    private void check(String line, List<String> problems) {
        if (line.contains("backfill()")) {
            return;
        }
        if (line.startsWith("--")) {
            checkOption(line, problems);
            return;
        }
        Matcher found = COMMAND.matcher(line);
        if (found.find()) {
            checkCommand(line, found.group(1), problems);
        }
    }

    private void checkOption(String line, List<String> problems) {
        String option = line.split("[ =]", 2)[0];
        boolean known = Stream.concat(
                        Stream.of(root),
                        root.getSubcommands().values().stream()
                                .flatMap(c -> Stream.concat(Stream.of(c), c.getSubcommands().values().stream())))
                .anyMatch(c -> c.getCommandSpec().findOption(option) != null);
        if (!known) {
            problems.add("no option '" + option + "': " + line);
        }
    }

    private void checkCommand(String line, String rest, List<String> problems) {
        CommandLine command = root;
        Matcher words = WORD.matcher(rest);
        boolean value = false;
        while (words.find()) {
            String word = words.group();
            if (word.matches("[|;&<>].*|\\d?>.*")) {
                return;
            }
            if (word.startsWith("-")) {
                var option = command.getCommandSpec().findOption(word.replaceAll("=.*", ""));
                if (option == null) {
                    problems.add("no option '" + word + "': " + line);
                    return;
                }
                value = option.arity().max() > 0 && !word.contains("=");
            } else if (value) {
                value = false;
            } else if (!command.getSubcommands().isEmpty() && !word.equals("$@") && !word.equals("\"$@\"")) {
                CommandLine next = command.getSubcommands().get(word);
                if (next == null) {
                    problems.add("no command '" + word + "': " + line);
                    return;
                }
                command = next;
            }
        }
    }
}
