package dev.backfill.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
                limits: { rows-per-second: 20000, max-dead-letters: 0, max-retries-per-minute: 60 }
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
        assertThat(read.limits()).isEqualTo(new Limits(20000, new DeadLetterLimit.Rows(0), 60));
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
        assertThat(read.limits()).isEqualTo(new Limits(null, new DeadLetterLimit.Rows(100), null));
        assertThat(read.guards()).isEmpty();
        assertThat(read.windows()).isEmpty();
        assertThat(read.ramp()).isEmpty();
        assertThat(read.checks()).isEmpty();
    }

    @Test
    void readsACopy() {
        Backfill read = READER.read(
                "a.yaml",
                """
                name: a
                database: app
                table: users
                copy:
                  into: s.people
                  columns: { person_id: users.id, old_id: ID, name: trim(full_name) }
                  on-conflict: update
                """);
        Work.Copy copy = (Work.Copy) read.work();
        assertThat(copy.into()).isEqualTo(new TableName("s", "people"));
        assertThat(copy.onConflict()).isEqualTo(OnConflict.UPDATE);
        assertThat(copy.from()).isNull();
        assertThat(copy.columns().keySet()).containsExactly("person_id", "old_id", "name");
        assertThat(copy.imagesOf("id")).containsExactly("person_id", "old_id");
        assertThat(copy.imagesOf("full_name")).isEmpty();
        assertThat(read.source().at("copy.columns.name")).isEqualTo("a.yaml:6");
        assertThat(READER.read("a.yaml", "name: a\ndatabase: app\ntable: t\ncopy: {into: x, columns: {a: b}}\n")
                        .work())
                .isEqualTo(new Work.Copy(new TableName(null, "x"), Map.of("a", "b"), OnConflict.SKIP));
        assertThat(READER.read(
                                "a.yaml",
                                "name: a\ndatabase: app\ntable: t\ncopy: {from: crm, into: t, columns: {a: b}}\n")
                        .work())
                .isEqualTo(new Work.Copy("crm", new TableName(null, "t"), Map.of("a", "b"), OnConflict.SKIP));
    }

    @Test
    void readsACopyWithATransform() {
        Backfill read = READER.read(
                "a.yaml",
                """
                name: a
                database: app
                table: users
                copy:
                  from: crm
                  into: people
                  columns: { id: id, full_name: name, first_name: "NULL", last_name: "NULL" }
                  transform: split-name
                """);
        Work.Copy copy = (Work.Copy) read.work();
        assertThat(copy.transform()).isEqualTo(new Work.Rows("split-name", SPLIT));
        assertThat(copy.transformed()).isEqualTo(SPLIT.writes());
        assertThat(read.source().at("copy.transform")).isEqualTo("a.yaml:8");
    }

    @Test
    void readsGuardsWindowsAndRamp() {
        Backfill read = READER.read(
                "users.yaml",
                """
                name: a
                database: app
                table: t
                set: { x: y }
                limits: { rows-per-second: 5000, max-dead-letters: "0.10%" }
                guards:
                  - { name: queue-depth, query: SELECT count(*) FROM jobs, slow-above: 1000, stop-above: 5000 }
                  - { name: credit, query: SELECT -min(credit) FROM accounts, stop-above: -0.5 }
                windows:
                  - { days: [mon, fri], from: "22:00", to: "06:00", zone: Europe/Berlin }
                  - { from: 12:00, to: 13:30, zone: "+02:00" }
                ramp:
                  - { rows-per-second: 1000, hold: 5m }
                  - rows-per-second: 5000
                    hold: 24h
                """);
        assertThat(read.limits()).isEqualTo(new Limits(5000, new DeadLetterLimit.Share(new BigDecimal("0.1")), null));
        assertThat(read.guards())
                .containsExactly(
                        new GuardQuery("queue-depth", "SELECT count(*) FROM jobs", 1000.0, 5000.0),
                        new GuardQuery("credit", "SELECT -min(credit) FROM accounts", null, -0.5));
        assertThat(read.windows())
                .containsExactly(
                        new Window(
                                Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                LocalTime.of(22, 0),
                                LocalTime.of(6, 0),
                                ZoneId.of("Europe/Berlin")),
                        new Window(
                                Set.of(DayOfWeek.values()),
                                LocalTime.of(12, 0),
                                LocalTime.of(13, 30),
                                ZoneOffset.ofHours(2)));
        assertThat(read.ramp())
                .containsExactly(new RampStep(1000, Duration.ofMinutes(5)), new RampStep(5000, Duration.ofHours(24)));
        assertThat(List.of("guards.1.query", "windows.1.zone", "ramp.1.hold"))
                .extracting(property -> read.source().at(property))
                .containsExactly("users.yaml:8", "users.yaml:11", "users.yaml:15");
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

    @Test
    void javaCannotBypassTheRulesOfGuardsWindowsAndRamp() {
        LocalTime noon = LocalTime.NOON;
        assertThatThrownBy(() -> Backfill.builder("a", "app", new TableName(null, "t"), new Work.Set(Map.of("x", "y")))
                        .source(new Source("A", Map.of()))
                        .limits(new Limits(100, new DeadLetterLimit.Share(new BigDecimal("-0.5")), 0))
                        .guards(List.of(
                                new GuardQuery("x", "SELECT 1", Double.NaN, Double.POSITIVE_INFINITY),
                                new GuardQuery("x", "DROP TABLE t", 2.0, 1.0),
                                new GuardQuery("disk", "SELECT 1", null, null)))
                        .windows(List.of(new Window(Set.of(), noon, noon, ZoneOffset.UTC)))
                        .ramp(List.of(
                                new RampStep(101, Duration.ofHours(25)),
                                new RampStep(101, Duration.ZERO),
                                new RampStep(0, Duration.ofSeconds(1))))
                        .build())
                .isInstanceOfSatisfying(DefinitionException.class, e -> assertThat(e.mistakes())
                        .extracting(DefinitionException.Mistake::found)
                        .containsExactly(
                                "\"max-dead-letters: -0.5%\"",
                                "\"max-retries-per-minute: 0\"",
                                "\"slow-above: NaN\"",
                                "\"stop-above: Infinity\"",
                                "\"name: x\"",
                                "a query that starts with \"DROP\" in \"query\"",
                                "\"slow-above: 2\" and \"stop-above: 1\"",
                                "\"name: disk\"",
                                "neither \"slow-above\" nor \"stop-above\"",
                                "a window without days, which never opens",
                                "a window that never opens or never closes: \"from: 12:00\" and \"to: 12:00\"",
                                "\"rows-per-second: 101\" above \"limits: { rows-per-second: 100 }\"",
                                "\"hold: 90000000ms\"",
                                "\"rows-per-second: 101\" after \"rows-per-second: 101\"",
                                "\"rows-per-second: 101\" above \"limits: { rows-per-second: 100 }\"",
                                "\"hold: 0ms\"",
                                "\"rows-per-second: 0\""));
    }
}
