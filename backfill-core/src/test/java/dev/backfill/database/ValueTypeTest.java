package dev.backfill.database;

import static dev.backfill.database.ValueType.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.ValueType.Fit;
import dev.backfill.database.ValueType.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource({
        "INTEGER 32 0, INTEGER 64 0, ALWAYS",
        "INTEGER 64 0, INTEGER 32 0, IF_IT_FITS",
        "INTEGER 32 0, DECIMAL 10 2, ALWAYS",
        "INTEGER 64 0, DECIMAL 10 2, IF_IT_FITS",
        "INTEGER 32 0, FLOAT 64 0, ALWAYS",
        "INTEGER 64 0, FLOAT 64 0, LOSES",
        "DECIMAL 8 2, INTEGER 64 0, LOSES",
        "DECIMAL 8 2, DECIMAL 8 3, ALWAYS",
        "DECIMAL 8 2, DECIMAL 7 2, IF_IT_FITS",
        "DECIMAL 8 2, DECIMAL 8 1, LOSES",
        "DECIMAL * *, DECIMAL 20 5, LOSES",
        "DECIMAL 8 2, FLOAT 64 0, LOSES",
        "FLOAT 32 0, FLOAT 64 0, ALWAYS",
        "FLOAT 64 0, FLOAT 32 0, LOSES",
        "FLOAT 64 0, FLOAT 64 2, LOSES",
        "FLOAT 64 2, FLOAT 64 0, ALWAYS",
        "FLOAT 64 2, FLOAT 64 2, ALWAYS",
        "TEXT 20 0, TEXT * 0, ALWAYS",
        "TEXT * 0, TEXT 20 0, IF_IT_FITS",
        "INTEGER 32 0, TEXT * 0, NEVER",
        "BOOLEAN 1 0, INTEGER 32 0, NEVER",
        "BOOLEAN 1 0, BOOLEAN 8 0, ALWAYS",
        "BOOLEAN 8 0, BOOLEAN 1 0, IF_IT_FITS",
        "BOOLEAN 8 0, INTEGER 32 0, ALWAYS",
        "INTEGER 32 0, BOOLEAN 8 0, IF_IT_FITS",
        "INTEGER 33 0 int unsigned, INTEGER 64 0, ALWAYS",
        "INTEGER 65 0 bigint unsigned, INTEGER 64 0, IF_IT_FITS",
        "INTEGER 16 0, INTEGER 65 0 bigint unsigned, IF_IT_FITS",
        "INTEGER 65 0 bigint unsigned, DECIMAL 19 0, IF_IT_FITS",
        "INTEGER 33 0 int unsigned, FLOAT 64 0, ALWAYS",
        "TEXT 8 -1, TEXT 8 0, ALWAYS",
        "TEXT 8 0, TEXT 8 -1, LOSES",
        "TEXT 8 0, TEXT 8 0 varchar(8) character set latin1, IF_IT_FITS",
        "TEXT 65535 0 text, TEXT 16383 0 text, ALWAYS",
        "BYTES 8 -1, BYTES 16 -1, LOSES",
        "BYTES 8 -1, BYTES 16 0, ALWAYS",
        "TIMESTAMP 0 6, TIMESTAMP 0 3, LOSES",
        "TIMESTAMP 0 3, TIMESTAMP 0 6, ALWAYS",
        "TIMESTAMP 0 6, INSTANT 0 6, NEVER",
        "INSTANT 0 6, TIMESTAMP 0 6, NEVER",
        "TIMESTAMP 0 6, DATE 0 0, LOSES",
        "JSON 0 1, JSON 0 0, LOSES",
        "JSON 0 0, JSON 0 1, ALWAYS",
        "JSON 0 0 jsonb, JSON 0 0 jsonb, ALWAYS",
        "JSON 0 0 jsonb, JSON 0 0 MySQL's json, LOSES",
        "UUID 0 0, TEXT * 0, NEVER",
        "NOTHING 0 0, UUID 0 0, ALWAYS",
        "OTHER 0 0 mood, OTHER 0 0 mood, ALWAYS",
        "OTHER 0 0 mood, OTHER 0 0 colour, NEVER",
        "OTHER 0 0 mood, TEXT * 0, NEVER",
    })
    void saysWhetherValuesCanBeCarried(String from, String to, Fit expected) {
        assertThat(type(from).into(type(to))).isEqualTo(expected);
    }

    private static ValueType type(String text) {
        String[] parts = text.split(" ", 4);
        return new ValueType(
                Kind.valueOf(parts[0]), number(parts[1]), number(parts[2]), parts.length > 3 ? parts[3] : text);
    }

    private static int number(String text) {
        return text.equals("*") ? UNLIMITED : Integer.parseInt(text);
    }
}
