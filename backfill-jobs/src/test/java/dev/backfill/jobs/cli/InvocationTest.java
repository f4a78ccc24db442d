package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InvocationTest {
    @Test
    void namesTheConfigurationUnlessItIsFoundAnyway() {
        assertThat(Invocation.with(Path.of("backfill.yaml")).of("list")).isEqualTo("backfill list");
        assertThat(Invocation.with(Path.of("shop/backfill.yaml")).of("resume fill-1"))
                .isEqualTo("backfill --config shop/backfill.yaml resume fill-1");
    }

    @Test
    void quotesWhatAShellWouldReadOtherwise() {
        assertThat(new Invocation("./my tools/backfill", Path.of("it's here/$b.yaml")).of("list"))
                .isEqualTo("'./my tools/backfill' --config 'it'\\''s here/$b.yaml' list");
    }
}
