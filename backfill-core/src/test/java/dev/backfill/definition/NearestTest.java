package dev.backfill.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> NAMES = List.of("id", "first_name", "last_name", "créé");

    @ParameterizedTest
    @CsvSource({"first_nme,first_name", "FIRST_NAME,first_name", "lastname,last_name", "idd,id", "cree,''", "x,''"})
    void guessesOnlyWhatIsNear(String found, String nearest) {
        assertThat(Nearest.to(found, NAMES).orElse("")).isEqualTo(nearest);
    }

    @Test
    void otherwiseListsThemAll() {
        assertThat(Nearest.orAll("zebra", NAMES)).isEqualTo("there are: id, first_name, last_name, créé");
    }
}
