package dev.backfill.jobs.config;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.DefaultResourceLoader;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Adds the file to the environment the way Spring Boot does, so profiles and imports work as its users know them. */
final class ConfigurationFile {
    private ConfigurationFile() {}

    static void load(Path file, ConfigurableEnvironment environment) {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "backfill-configuration-location", Map.of("spring.config.location", location(file))));
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(
                    environment, new DefaultResourceLoader(), new DefaultBootstrapContext(), List.of());
        } catch (MarkedYAMLException e) {
            throw malformed(file, e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof MarkedYAMLException marked) {
                throw malformed(file, marked);
            }
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    file + ": cannot be read: " + e.getClass().getSimpleName(),
                    "the file's name must end in .yaml, .yml or .properties, and the process must be allowed to read it",
                    e);
        }
    }

    private static String location(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    /** Without the parser's own message: it quotes the line, and a password may stand there. */
    private static BackfillException malformed(Path file, MarkedYAMLException e) {
        String line =
                e.getProblemMark() == null ? "" : ":" + (e.getProblemMark().getLine() + 1);
        return new BackfillException(
                ErrorCode.CONFIGURATION_INVALID,
                file + line + ": found something that is not YAML; expected properties below backfill:",
                "mend the file; indentation, a missing quote and tabs are the usual reasons");
    }
}
