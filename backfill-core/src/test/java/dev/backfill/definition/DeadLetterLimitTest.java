package dev.backfill.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterLimitTest {
    @ParameterizedTest
    @CsvSource({
        "0.1, 1000000, 1000",
        "0.1, 1999, 1",
        "0.1, 999, 0",
        "33.333333, 3, 0",
        "100, 7, 7",
        "0, 7, 0",
        "50, 0, 0",
        "50, -1, 0",
        "100, 9223372036854775807, 9223372036854775807"
    })
    void aShareOfThePlannedRowsIsRoundedDown(BigDecimal percent, long rows, long limit) {
        assertThat(new DeadLetterLimit.Share(percent).of(rows)).isEqualTo(limit);
    }

    @Test
    void aNumberOfRowsIsTheSameForEveryTable() {
        assertThat(new DeadLetterLimit.Rows(7).of(0)).isEqualTo(7);
        assertThat(new DeadLetterLimit.Rows(7).of(1_000_000)).isEqualTo(7);
    }

    @Test
    void saysWhereTheNumberComesFrom() {
        assertThat(new DeadLetterLimit.Rows(7).shown(1_000_000)).isEqualTo("7 rows");
        assertThat(new DeadLetterLimit.Share(new BigDecimal("0.10")).shown(1_000_000))
                .isEqualTo("1000 rows (0.1% of about 1000000)");
        assertThat(new DeadLetterLimit.Share(new BigDecimal("100")).shown(-1)).isEqualTo("0 rows (100% of about 0)");
    }
}
