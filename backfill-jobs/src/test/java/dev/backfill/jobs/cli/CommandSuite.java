package dev.backfill.jobs.cli;

import dev.backfill.jobs.cli.CommandLineHarness.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command line over a fake engine, fresh for each test. */
abstract class CommandSuite {
    static final String NAME = "users-split-name";
    static final String RUN = NAME + "-1";

    @TempDir
    Path folder;

    CommandLineHarness cli;

    @BeforeEach
    void open() throws IOException {
        cli = new CommandLineHarness(folder);
    }

    /** The one document there must be. */
    static Map<String, Object> json(Outcome outcome) {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readValue(outcome.out(), new TypeReference<>() {});
    }
}
