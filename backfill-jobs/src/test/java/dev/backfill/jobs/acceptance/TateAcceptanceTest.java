package dev.backfill.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backfill.jobs.acceptance.Artworks.SizeOracle;
import dev.backfill.jobs.acceptance.Operator.Answer;
import dev.backfill.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two backfills over the whole collection, typed by an operator, against what another language makes of the data. */
class TateAcceptanceTest {
    private static final int ROWS = 69_202;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TateFile file;

    @BeforeAll
    static void noOldFigures() throws IOException {
        FiguresFile.clear();
    }

    /** For each test, since a skip of the whole class would not be reported as one. */
    @BeforeEach
    void theFileIsThere() {
        var found = TateFile.find();
        assumeTrue(found.isPresent(), TateFile.NAME + " is not beside the repository");
        file = found.orElseThrow();
    }

    @Test
    void sizesOutOfText() throws IOException, SQLException {
        try (Artworks artworks = new Artworks()) {
            Operator operator = loaded(artworks);
            Answer dry = rehearsed(operator, Operator.SIZES);
            assertThat(artworks.filled("height_mm")).isZero();

            Answer run = operator.type("run", Operator.SIZES, "--execute");

            succeededAsForetold(run, dry);
            sizesAreRight("row work", artworks, operator, dry, run);
        }
    }

    @Test
    void familyNamesOutOfSortNames() throws IOException, SQLException {
        try (Artworks artworks = new Artworks()) {
            Operator operator = loaded(artworks);
            Answer dry = rehearsed(operator, Operator.NAMES);
            assertThat(artworks.filled("artist_family_name")).isZero();

            Answer run = operator.type("run", Operator.NAMES, "--execute");

            succeededAsForetold(run, dry);
            namesAreRight("SQL work", artworks, operator, dry, run);
        }
    }

    @Test
    void sizesAcrossAPause() throws IOException, SQLException, InterruptedException {
        try (Artworks artworks = new Artworks()) {
            Operator operator = loaded(artworks);
            Answer dry = rehearsed(operator, Operator.SIZES);
            Answer run;
            try (JavaProcess other = operator.elsewhere("run", Operator.SIZES, "--execute", "--rate", "2000")) {
                String id = underWay(operator);
                Answer asked = operator.type("pause", id, "--reason", "the gallery opens");
                assertThat(asked.code()).isZero();
                assertThat(other.awaitExit(PATIENCE)).isEqualTo(5);

                Answer paused = operator.type("status", id);
                assertThat(paused.text("/state")).isEqualTo("PAUSED");
                assertThat(paused.text("/reason")).contains("the gallery opens");
                assertThat(paused.rows("scanned")).isBetween(1L, ROWS - 1L);
                assertThat(artworks.filled("height_mm")).isEqualTo(paused.rows("changed"));
                run = fullSpeed(operator, id, "resume", id);
            }
            succeededAsForetold(run, dry);
            sizesAreRight("row work, paused and resumed", artworks, operator, dry, run);
        }
    }

    @Test
    void familyNamesAcrossAKill() throws IOException, SQLException, InterruptedException {
        try (Artworks artworks = new Artworks()) {
            Operator operator = loaded(artworks);
            Answer dry = rehearsed(operator, Operator.NAMES);
            Answer run;
            try (JavaProcess other = operator.elsewhere("run", Operator.NAMES, "--execute", "--rate", "2000")) {
                String id = underWay(operator);
                other.kill();

                assertThat(artworks.filled("artist_family_name")).isBetween(1L, ROWS - 1L);
                run = fullSpeed(operator, id, "resume", id, "--take-over");
            }
            succeededAsForetold(run, dry);
            namesAreRight("SQL work, killed and resumed", artworks, operator, dry, run);
        }
    }

    private Operator loaded(Artworks artworks) throws IOException, SQLException {
        assertThat(artworks.load(file)).isEqualTo(ROWS);
        return new Operator(folder, artworks.url());
    }

    /** Check, plan, and a dry run of every chunk. */
    private static Answer rehearsed(Operator operator, String backfill) {
        Answer check = operator.type("check", backfill);
        assertThat(check.code()).as(check.talk()).isZero();
        assertThat(check.document().path("refused").asBoolean(true)).isFalse();
        Answer plan = operator.type("plan", backfill);
        assertThat(plan.code()).as(plan.talk()).isZero();
        assertThat(plan.document().at("/estimate/rows").asLong()).isEqualTo(ROWS);
        Answer dry = operator.type("run", backfill, "--full");
        assertThat(dry.code()).as(dry.talk()).isZero();
        assertThat(dry.text("/mode")).isEqualTo("dry-run");
        assertThat(dry.rows("scanned")).isEqualTo(ROWS);
        return dry;
    }

    /** The run's id, once some rows are committed and most are not. */
    private static String underWay(Operator operator) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var newest = operator.type("status").document().at("/runs/0");
            if (newest.at("/rows/scanned").asLong(0) > 0) {
                return newest.path("run").asString();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no row was committed within " + PATIENCE);
    }

    private static Answer fullSpeed(Operator operator, String id, String... resume) {
        Answer tuned = operator.type("tune", id, "--rate", "1000000", "--reason", "the gallery is closed");
        assertThat(tuned.code()).as(tuned.talk()).isZero();
        return operator.type(resume);
    }

    private static void succeededAsForetold(Answer run, Answer dry) {
        assertThat(run.code()).as("%s %s", run.document(), run.talk()).isZero();
        assertThat(run.text("/state")).isEqualTo("SUCCEEDED");
        assertThat(run.text("/verification/state")).isEqualTo("PASSED");
        for (String outcome : List.of("scanned", "changed", "unchanged", "dead")) {
            assertThat(run.rows(outcome)).as(outcome).isEqualTo(dry.rows(outcome));
        }
    }

    private static void sizesAreRight(String title, Artworks artworks, Operator operator, Answer dry, Answer run)
            throws IOException, SQLException {
        Map<String, Long> dead = verified(operator, dry, run);
        SizeOracle oracle = artworks.compareSizes();
        assertThat(oracle).isEqualTo(new SizeOracle(ROWS, run.rows("changed"), 0));
        FiguresFile.add(
                Operator.SIZES + ": " + title, dry, run, dead, "0 of 69,202 rows differ from plain SQL's sizes");
    }

    private void namesAreRight(String title, Artworks artworks, Operator operator, Answer dry, Answer run)
            throws IOException, SQLException {
        Map<String, Long> dead = verified(operator, dry, run);
        Map<String, @Nullable String> expected = new HashMap<>();
        file.forEach(row -> expected.put(row.get(0), FamilyName.of(row.get(3))));
        assertThat(expected).hasSize(ROWS);
        assertThat(artworks.familyNames().equals(expected)).isTrue();
        FiguresFile.add(
                Operator.NAMES + ": " + title, dry, run, dead, "0 of 69,202 rows differ from plain Java's names");
    }

    /** The operator looks again: verification, nothing left to change, dead letters by reason as foretold. */
    private static Map<String, Long> verified(Operator operator, Answer dry, Answer run) {
        Answer again = operator.type("verify", run.text("/run"));
        assertThat(again.code()).as(again.talk()).isZero();
        assertThat(again.text("/verification/state")).isEqualTo("PASSED");
        Answer repeated = operator.type("run", run.text("/backfill"), "--full");
        assertThat(repeated.rows("scanned")).isEqualTo(ROWS);
        assertThat(repeated.rows("changed")).isZero();
        Answer letters = operator.type("dead-letters", "list", run.text("/run"));
        Map<String, Long> dead = new TreeMap<>();
        letters.document()
                .path("deadLetters")
                .forEach(letter -> dead.merge(letter.path("error").asString(), 1L, Long::sum));
        Map<String, Long> foretold = new TreeMap<>();
        dry.document()
                .path("rejections")
                .properties()
                .forEach(e -> foretold.put(e.getKey(), e.getValue().asLong()));
        assertThat(dead).isEqualTo(foretold);
        return dead;
    }
}
