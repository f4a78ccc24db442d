package dev.backfill.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolatileFunctionCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "now()",
                "NOW()",
                "coalesce(a, pg_catalog.random())",
                "nextval('s')",
                "current_timestamp",
                "CURRENT_DATE - 1",
                "(SELECT gen_random_uuid())",
                "a || clock_timestamp()::text",
                "left(uuid(), 20)",
                "utc_time"
            })
    void findsWhatDependsOnMoreThanTheRow(String expression) {
        assertThat(VolatileFunctionCheck.judge("f:1", "c", expression, List.of("a", "utc_date")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lower(a)", "'now()'", "now", "random + 1", "lower('random()')", "uuid(a)", "utc_date"})
    void isContentWithOthers(String expression) {
        assertThat(VolatileFunctionCheck.judge("f:1", "c", expression, List.of("a", "utc_date")))
                .isEmpty();
    }
}
