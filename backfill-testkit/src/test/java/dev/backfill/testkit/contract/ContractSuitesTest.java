package dev.backfill.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract that is written for one database is one for all. */
class ContractSuitesTest {
    @ParameterizedTest
    @ValueSource(classes = EmbeddedPostgresContractDatabaseTest.class)
    void runsEveryContract(Class<?> suites) throws Exception {
        List<String> run = Stream.of(suites.getDeclaredClasses())
                .map(Class::getSuperclass)
                .map(Class::getSimpleName)
                .toList();

        assertThat(contracts()).hasSizeGreaterThan(15).allSatisfy(contract -> assertThat(run)
                .contains(contract));
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
