package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.error.BackfillException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MariaExpressionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "first || last; ||; write concat(a, b)",
                "n::text; ::; write CAST(... AS ...)",
                "\"n\"; \"; write text in single quotes and names in backticks",
                "@n; @; without variables",
                "1 -- one; --; and no comments",
                "1 /* one */; /*; and no comments",
                "1 # one; #; and no comments",
                "$$one$$; $$; and no comments"
            })
    void whatMeansSomethingElseIsRefused(String expression, String found, String advice) {
        for (MariaFlavour flavour : new MariaFlavour[] {new MariaDbFlavour(), new MySqlFlavour()}) {
            assertThatThrownBy(() -> MariaExpressions.check(flavour, "b.yaml:3 set.a", expression))
                    .isInstanceOfSatisfying(BackfillException.class, e -> {
                        assertThat(e)
                                .hasMessage("b.yaml:3 set.a: " + found + " means something else to " + flavour.product()
                                        + " than in the SQL of definitions");
                        assertThat(e.hint()).contains(advice);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a || b'", "'it''s # 1'", "`odd || \" name`", "concat(a, '::', b)", "a OR b"})
    void textAndNamesMayHaveThem(String expression) {
        assertThatCode(() -> MariaExpressions.check(new MariaDbFlavour(), "here", expression))
                .doesNotThrowAnyException();
    }

    @Test
    void whatLooksLikeTheEndOfATextIsNot() {
        assertThatThrownBy(() -> MariaExpressions.check(new MariaDbFlavour(), "here", "'a' || 'b'"))
                .hasMessageContaining("||");
    }
}
