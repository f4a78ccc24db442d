package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Capabilities;
import dev.backfill.database.sql.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/databases.md is what the databases declare of themselves, and the keys that the contract tries on each. */
class DatabasesDocumentTest {
    private static final Path DOCUMENT = Objects.requireNonNull(
                    Path.of("").toAbsolutePath().getParent())
            .resolve("docs")
            .resolve("databases.md");

    private static final Map<String, Suite> SUITES = Map.of(
            "PostgreSQL", new Suite(EmbeddedPostgresContractDatabaseTest.class, new PostgresTestDialect()),
            "MariaDB", new Suite(EmbeddedMariaContractDatabaseTest.class, new MariaTestDialect()),
            "MySQL", new Suite(EmbeddedMySqlContractDatabaseTest.class, new MySqlTestDialect()),
            "SQLite", new Suite(EmbeddedSqliteContractDatabaseTest.class, new SqliteTestDialect()));

    private record Suite(Class<?> type, TestDialect dialect) {
        boolean triesKeys() {
            return Arrays.stream(type.getDeclaredClasses()).anyMatch(KeyContract.class::isAssignableFrom);
        }
    }

    @Test
    void saysWhatIsDeclared() throws IOException {
        String text = text(Databases.declared());
        Path made = Files.createDirectories(Path.of("target")).resolve("databases.md");
        Files.writeString(made, text);

        assertThat(Files.readString(DOCUMENT))
                .as("docs/databases.md is not what is declared; replace it by backfill-testkit/target/databases.md")
                .isEqualTo(text);
    }

    private static String text(List<Capabilities> databases) {
        StringBuilder text = new StringBuilder(
                """
                # Databases

                Made from what each database declares and from the keys that the contract suites try on it. A test fails if this page
                says anything else.

                """);
        row(text, "", databases, Capabilities::product);
        text.append("|---".repeat(databases.size() + 1)).append("|\n");
        row(text, "oldest version", databases, d -> d.oldest().isEmpty() ? "comes with the engine" : d.oldest());
        row(text, "what is known of runs", databases, d -> d.controlData() ? "in it" : "in a file beside it");
        row(text, "several workers", databases, d -> d.oneWriter() ? "take turns" : "yes");
        row(text, "a plan looks at", databases, d -> d.rowSampling() ? "samples" : "the key's index");
        row(text, "copies", databases, d -> d.copies() ? "within it, from it, into it" : "no");
        row(text, "guards without a signal", databases, d -> names(d.missedGuards()));
        row(text, "guards of its own", databases, d -> names(d.ownGuards()));
        for (Capabilities database : databases) {
            text.append("\n## ").append(database.product()).append("\n\nRefused, with a message:\n\n");
            database.refused().forEach(what -> text.append("* ").append(what).append('\n'));
            text.append('\n').append(keys(Objects.requireNonNull(SUITES.get(database.product()), database.product())));
        }
        return text.toString();
    }

    private static String keys(Suite suite) {
        return suite.triesKeys()
                ? suite.dialect().values().keys().stream()
                        .map(key -> "* " + key.name() + "\n")
                        .collect(Collectors.joining("", "Keys that are tried:\n\n", ""))
                : "The contract about kinds of keys has not been run here yet.\n";
    }

    private static String names(List<String> guards) {
        return guards.isEmpty() ? "none" : String.join(", ", guards);
    }

    private static void row(
            StringBuilder text, String what, List<Capabilities> databases, Function<Capabilities, String> cell) {
        text.append("| ").append(what).append(" | ");
        text.append(databases.stream().map(cell).collect(Collectors.joining(" | ")));
        text.append(" |\n");
    }
}
