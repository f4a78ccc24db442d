package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportVerbTest {
    private static final String RUN = "users-split-name-1";

    @TempDir
    Path folder;

    private CommandLineHarness cli;

    @BeforeEach
    void aRun() throws IOException {
        cli = new CommandLineHarness(folder);
        assertThat(cli.type("run", "users-split-name", "--execute").code()).isZero();
    }

    @Test
    void thePageNeedsNothingElseAndActsOnNothing() {
        Outcome page = cli.type("report", RUN);

        assertThat(page.code()).isZero();
        assertThat(page.out())
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>users-split-name-1 ", ">SUCCEEDED<", "columns were empty", "key-not-unique")
                .contains("UPDATE users SET a = &#39;&lt;b&gt;&#39;", "rate &lt;100&gt; | slower")
                .contains("up to 5 ms", "over 5 ms")
                .doesNotContain("<b>'", "<script", "http", "@import", "url(");
    }

    @Test
    void thePlotIsWellFormedAndMarksWhatPeopleDid() throws Exception {
        String page = cli.type("report", RUN).out();
        String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
        var plot = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));

        var texts = plot.getElementsByTagName("text");
        long marks = 0;
        for (int i = 0; i < texts.getLength(); i++) {
            var kind = texts.item(i).getAttributes().getNamedItem("class").getTextContent();
            if (kind.equals("mark")) {
                marks++;
                assertThat(texts.item(i).getFirstChild().getTextContent()).isEqualTo("1");
            }
        }
        assertThat(marks).as("the engine's own events are not marked").isOne();
        assertThat(plot.getElementsByTagName("circle").getLength()).isOne();
        // two spans with rows; the one in between is empty
        assertThat(svg.split("class=\"bar\"", -1)).hasSize(3);
    }

    @Test
    void markdownKeepsItsTablesTogether() {
        Outcome page = cli.type("report", RUN, "--format", "md");

        assertThat(page.out().lines())
                .contains("# users-split-name-1", "| Backfill | users-split-name |")
                .anyMatch(line -> line.contains("rate &lt;100> \\| slower"));
        assertThat(page.out().lines().filter(line -> line.startsWith("|"))).allMatch(line -> line.endsWith("|"));
    }

    @Test
    void jsonIsTheSameHoweverItIsAskedFor() {
        Outcome asFormat = cli.type("report", RUN, "--format", "json");
        Outcome asOutput = cli.type("report", RUN, "-o", "json");

        assertThat(asFormat.out()).isEqualTo(asOutput.out());
        JsonNode document = JsonMapper.shared().readTree(asFormat.out());
        assertThat(document.at("/run").asString()).isEqualTo(RUN);
        assertThat(document.at("/plan/risk/level").asString()).isEqualTo("LOW");
        assertThat(document.at("/course").size()).isEqualTo(3);
        assertThat(document.at("/course/0/scanned").asLong()).isEqualTo(500);
        assertThat(document.at("/chunkTimes/1/upToSeconds").isNull()).isTrue();
        assertThat(document.at("/deadLetters/total").asLong()).isEqualTo(2);
    }

    @Test
    void anUnknownFormatAndAnUnknownRunAreErrors() {
        assertThat(cli.type("report", RUN, "--format", "pdf").code()).isEqualTo(2);
        assertThat(cli.type("report", "nobody-1").code()).isEqualTo(2);
    }
}
