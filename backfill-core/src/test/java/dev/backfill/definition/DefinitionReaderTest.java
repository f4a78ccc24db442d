package dev.backfill.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionReaderTest {
    private static final Transform SPLIT = new Transform() {
        @Override
        public List<String> reads() {
            return List.of("full_name");
        }

        @Override
        public List<String> writes() {
            return List.of("first_name");
        }

        @Override
        public Outcome apply(Row row) {
            return new Outcome.Unchanged();
        }
    };
    private static final DefinitionReader READER =
            new DefinitionReader(Map.of("split-name", SPLIT), Set.of("app", "crm"));

    static List<Cases.Case> mistakes() throws IOException {
        return Cases.mistakes();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWithFileLineFoundAndExpected(Cases.Case wrong) {
        DefinitionException e =
                catchThrowableOfType(DefinitionException.class, () -> READER.read("a.yaml", wrong.yaml()));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.mistakes().stream().map(DefinitionException.Mistake::toString))
                .containsExactlyElementsOf(wrong.mistakes());
    }

    @Test
    void readsEveryPropertyAndItsLine() {
        Backfill read = READER.read(
                "users.yaml",
                """
                name: users-split-name
                description: Split full_name into first_name and last_name
                owner: identity-team
                database: app
                table: '"My Schema"."Order"'
                key: [id]
                where: first_name IS NULL AND full_name IS NOT NULL   # which rows still need it
                set:
                  first_name: split_part(full_name, ' ', 1)
                  last_name: substr(full_name, length(split_part(full_name, ' ', 1)) + 2)
                chunk: { min: 10, max: 50, target-time: 2s }
                workers: 4
                limits: { rows-per-second: 20000, max-dead-letters: 0 }
                verify:
                  - { name: none without, expect-zero: SELECT count(*) FROM users WHERE first_name IS NULL }
                  - { name: all there, expect: 5, query: SELECT count(*) FROM users }
                """);
        assertThat(read.name()).isEqualTo("users-split-name");
        assertThat(read.description()).isEqualTo("Split full_name into first_name and last_name");
        assertThat(read.owner()).isEqualTo("identity-team");
        assertThat(read.table()).isEqualTo(new TableName("My Schema", "Order"));
        assertThat(read.key()).containsExactly("id");
        assertThat(read.where()).isEqualTo("first_name IS NULL AND full_name IS NOT NULL");
        assertThat(((Work.Set) read.work()).expressions().keySet()).containsExactly("first_name", "last_name");
        assertThat(read.chunk()).isEqualTo(new ChunkLimits(10, 50, Duration.ofSeconds(2)));
        assertThat(read.workers()).isEqualTo(4);
        assertThat(read.limits()).isEqualTo(new Limits(20000, 0));
        assertThat(read.checks())
                .containsExactly(
                        new Check("none without", "SELECT count(*) FROM users WHERE first_name IS NULL", "0"),
                        new Check("all there", "SELECT count(*) FROM users", "5"));
        assertThat(List.of("table", "where", "set.last_name", "limits.rows-per-second", "verify.1", "verify.1.query"))
                .extracting(property -> read.source().at(property))
                .containsExactly(
                        "users.yaml:5",
                        "users.yaml:7",
                        "users.yaml:10",
                        "users.yaml:13",
                        "users.yaml:16",
                        "users.yaml:16");
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        Backfill read = READER.read("a.yaml", "name: a\ndatabase: app\ntable: Users\ntransform: split-name\n");
        assertThat(read.description()).isEmpty();
        assertThat(read.owner()).isNull();
        assertThat(read.table()).isEqualTo(new TableName(null, "Users"));
        assertThat(read.key()).isEmpty();
        assertThat(read.where()).isNull();
        assertThat(read.work()).isEqualTo(new Work.Rows("split-name", SPLIT));
        assertThat(read.chunk()).isEqualTo(new ChunkLimits(1000, 5000, Duration.ofMillis(500)));
        assertThat(read.workers()).isEqualTo(2);
        assertThat(read.limits()).isEqualTo(new Limits(null, 100));
        assertThat(read.checks()).isEmpty();
    }

    @Test
    void theOtherChunkLimitFollowsTheOneGiven() {
        String start = "name: a\ndatabase: app\ntable: t\nset: { a: b }\n";
        assertThat(READER.read("a", start + "chunk: { max: 100 }").chunk().min())
                .isEqualTo(100);
        assertThat(READER.read("a", start + "chunk: { min: 9000 }").chunk().max())
                .isEqualTo(9000);
    }

    @Test
    void sqlThatYamlTakesForOtherTypesIsStillSql() {
        Backfill read = READER.read("a", "name: a\ndatabase: app\ntable: t\nset: { a: true, b: 0, c: null }\n");
        assertThat(((Work.Set) read.work()).expressions()).isEqualTo(Map.of("a", "true", "b", "0", "c", "null"));
    }

    @Test
    void aBrokenFileKeepsNoOtherFromItsWork(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("b.yml"), "name: b\ndatabase: app\ntable: t\nset: { x: y }\n");
        Files.writeString(folder.resolve("a.yaml"), "name: a\ndatabase: nope\ntable: t\nset: { x: y }\n");
        Files.writeString(folder.resolve("c.yaml"), "name: [\n");
        Files.writeString(folder.resolve("readme.md"), "not a definition");
        Definitions read = READER.readFolder(folder);
        assertThat(read.backfills()).extracting(Backfill::name).containsExactly("b");
        assertThat(read.get("b").name()).isEqualTo("b");
        assertThatThrownBy(() -> read.get("a"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("\"nope\"");
        assertThatThrownBy(() -> read.get("bb"))
                .hasMessageContaining("no name could be read from")
                .hasMessageContaining("c.yaml");
        DefinitionException all = catchThrowableOfType(DefinitionException.class, read::all);
        assertThat(all.mistakes()).hasSize(2);
    }

    @Test
    void aNameUsedTwiceIsRefusedInBothFiles(@TempDir Path folder) throws IOException {
        String yaml = "database: app\ntable: t\nset: { x: y }\nname: same\n";
        Files.writeString(folder.resolve("1.yaml"), yaml);
        Files.writeString(folder.resolve("2.yaml"), yaml);
        assertThatThrownBy(() -> READER.readFolder(folder).get("same"))
                .hasMessage(("%1$s: found \"name: same\"; expected a name of its own; also used by %2$s%n"
                                + "%2$s: found \"name: same\"; expected a name of its own; also used by %1$s")
                        .formatted(folder.resolve("1.yaml") + ":4", folder.resolve("2.yaml") + ":4"));
    }

    @Test
    void javaCannotBypassTheRules() {
        Work work = new Work.Set(Map.of("id", "1; DROP TABLE users"));
        assertThatThrownBy(() -> Backfill.builder("A", "app", new TableName(null, "t"), work)
                        .key(List.of("id"))
                        .workers(100)
                        .where("max(x)")
                        .limits(new Limits(0, -1))
                        .chunk(new ChunkLimits(1, 200_000, Duration.ZERO))
                        .checks(List.of(new Check("c", "DELETE FROM t", "0")))
                        .build())
                .isInstanceOfSatisfying(
                        DefinitionException.class, e -> assertThat(e.mistakes()).hasSize(10));
    }
}
