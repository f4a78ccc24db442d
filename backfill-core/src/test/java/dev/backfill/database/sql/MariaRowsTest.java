package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MariaRowsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "it's", "\"\\\"", "\0\n\t\u0001\u007f", "ä ß", "€ 日本", "😀", "</&>"})
    void aRowIsNeverLargerThanReckoned(String unit) {
        String text = unit.repeat(100);
        List<@Nullable Object> row = Arrays.asList("7", null, text, new byte[50]);
        String literal = MariaRows.json(List.of(row))
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("'", "\\'");

        assertThat(MariaRows.bytes(row)).isGreaterThanOrEqualTo(literal.getBytes(StandardCharsets.UTF_8).length);
        assertThat((long) literal.length()).isLessThanOrEqualTo(MariaRows.ESCAPED * (long) (text.length() + 140));
    }

    @Test
    void everyRowGoesIntoOneStatementAndALargeOneAlone() {
        List<List<Object>> rows = new ArrayList<>(Collections.nCopies(5, List.of("1")));
        rows.add(3, List.of(new byte[40]));

        List<Integer> ends = new ArrayList<>();
        for (int from = 0; from < rows.size(); from = ends.get(ends.size() - 1)) {
            ends.add(MariaRows.batch(rows, from, 25));
        }

        assertThat(ends).containsExactly(2, 3, 4, 6);
    }
}
