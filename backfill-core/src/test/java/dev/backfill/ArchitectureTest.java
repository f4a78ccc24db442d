package dev.backfill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package map of ARCHITECTURE.md, as a test. */
class ArchitectureTest {
    private static final String ROOT = "dev.backfill.";

    /** Bottom to top: a package imports only from those before it. */
    private static final List<String> PACKAGES = List.of(
            "error",
            "definition",
            "database",
            "database.sql",
            "run",
            "ledger",
            "work",
            "throttle",
            "plan",
            "preflight",
            "chunk",
            "rehearsal",
            "verify",
            "report",
            "metrics",
            "batch",
            "engine");

    /** Packages that may speak JDBC. */
    private static final List<String> STORAGE = List.of("database", "database.sql", "batch");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.backfill");

    static List<String> packages() {
        return PACKAGES;
    }

    @Test
    void everyPackageIsListedAndEveryListedOneHasClasses() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!type.getSimpleName().equals("package-info")) {
                found.add(type.getPackageName().substring(ROOT.length() - 1));
            }
        }
        Set<String> expected = new TreeSet<>();
        PACKAGES.forEach(name -> expected.add("." + name));
        assertThat(found).isEqualTo(expected);
        assertThat(CLASSES).hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsPointDown(String name) {
        String[] above = PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size()).stream()
                .map(other -> ROOT + other)
                .toArray(String[]::new);
        if (above.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + name)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(CLASSES);
        }
    }

    @Test
    void noCycles() {
        SlicesRuleDefinition.slices()
                .matching("dev.backfill.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void springBatchStaysInItsRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "batch")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.batch..")
                .check(CLASSES);
    }

    @Test
    void jdbcStaysOnTheStorageSide() {
        String[] storage = STORAGE.stream().map(name -> ROOT + name).toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(storage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void oneDoorIntoTheDialects() {
        List<String> doors = CLASSES.stream()
                .filter(type -> type.getPackageName().equals(ROOT + "database.sql"))
                .filter(type -> type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .toList();
        assertThat(doors).containsExactly("Databases");
    }

    @Test
    void nothingIsCalledUtil() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItOwns() {
        for (String name : PACKAGES) {
            JavaPackage found = CLASSES.getPackage(ROOT + name);
            assertThat(found.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                    .as(name)
                    .isTrue();
        }
    }
}
