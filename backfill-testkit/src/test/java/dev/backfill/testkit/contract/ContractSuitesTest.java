package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract that is written for one database is one for all, but for those that say here why not. */
class ContractSuitesTest {
    /** Words of PL/pgSQL say what happens while they run; guards and retries are the engine's and not a dialect's. */
    private static final Set<String> IN_PLPGSQL =
            Set.of("GuardSettingContract", "GuardTroubleContract", "RetryLimitContract");
    /** A file is not away for a while, and its tables' keys cannot be altered. */
    private static final Set<String> NOT_OF_A_FILE =
            Set.of("AbsentDatabaseContract", "MovingTableContract", "ResumeContract");
    /** The dialect is MariaDB's, where these run, and they take minutes. */
    private static final Set<String> ON_MARIADB = Set.of(
            "CanaryContract",
            "ConcurrencyContract",
            "MatrixContract",
            "MovingTableContract",
            "RampContract",
            "RetryContract",
            "StopAllContract",
            "TuneContract",
            "VerificationHoldContract",
            "WindowContract");

    private record Suites(String database, Set<String> absent, List<Class<?>> classes) {
        Suites(String database, Set<String> absent, Class<?>... classes) {
            this(database, absent, List.of(classes));
        }

        List<String> contracts() {
            return classes.stream()
                    .flatMap(suites -> Stream.of(suites.getDeclaredClasses()))
                    .map(Class::getSuperclass)
                    .map(Class::getSimpleName)
                    .toList();
        }

        @Override
        public String toString() {
            return database;
        }
    }

    static List<Suites> databases() {
        return List.of(
                new Suites("PostgreSQL", Set.of(), EmbeddedPostgresContractDatabaseTest.class),
                new Suites(
                        "MariaDB",
                        IN_PLPGSQL,
                        EmbeddedMariaContractDatabaseTest.class,
                        EmbeddedMariaControlDatabaseTest.class,
                        EmbeddedMariaCopyDatabaseTest.class),
                new Suites(
                        "MySQL",
                        union(IN_PLPGSQL, ON_MARIADB),
                        EmbeddedMySqlContractDatabaseTest.class,
                        EmbeddedMySqlControlDatabaseTest.class,
                        EmbeddedMySqlCopyDatabaseTest.class),
                new Suites(
                        "SQLite",
                        union(IN_PLPGSQL, NOT_OF_A_FILE),
                        EmbeddedSqliteContractDatabaseTest.class,
                        EmbeddedSqliteControlDatabaseTest.class,
                        EmbeddedSqliteCopyDatabaseTest.class));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("databases")
    void runsEveryContract(Suites suites) throws Exception {
        List<String> all = contracts();
        assertThat(all).hasSizeGreaterThan(15).containsAll(suites.absent());
        List<String> wanted =
                all.stream().filter(c -> !suites.absent().contains(c)).toList();

        assertThat(suites.contracts()).containsAll(wanted).noneMatch(suites.absent()::contains);
    }

    private static List<String> contracts() throws IOException, URISyntaxException {
        Path classes = Path.of(EngineContract.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/backfill/testkit/contract"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Contract.class") && !name.equals("EngineContract.class"))
                    .map(name -> name.replace(".class", ""))
                    .toList();
        }
    }
}
