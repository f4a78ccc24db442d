package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SqliteKeysTest {
    private static final List<Object> VALUES = List.of(
            0L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            1.0,
            -0.25,
            1e300,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            "",
            "12",
            "-7",
            "1.5",
            "Infinity",
            "\\",
            "\\i12",
            "\\b00",
            "a\u0000b\"'\n",
            new byte[] {},
            new byte[] {0, -1, 92});

    private static Column column(SqliteType type) {
        return new Column("k", "whatever", type.text(), false, Column.Generation.NONE, null, null);
    }

    /** A number does not come back as text that looks like it, nor the other way round. */
    @ParameterizedTest
    @EnumSource(SqliteType.class)
    void whatIsReadBackIsWhatWasStored(SqliteType type) {
        for (Object value : VALUES) {
            String text = SqliteKeys.text(value, column(type));
            assertThat(SqliteKeys.value(text, column(type))).as(text).isEqualTo(value);
        }
        assertThat(VALUES.stream().map(value -> SqliteKeys.text(value, column(type))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"INTEGER, 150, 150", "TEXT, 150, \\i150", "BLOB, 150, \\i150"})
    void whatAColumnPrefersIsPlain(SqliteType type, long value, String text) {
        assertThat(SqliteKeys.text(value, column(type))).isEqualTo(text);
    }

    @Test
    void textIsPlainWhereTextIsPreferred() {
        assertThat(SqliteKeys.text("a b", column(SqliteType.TEXT))).isEqualTo("a b");
        assertThat(SqliteKeys.text("a b", column(SqliteType.INTEGER))).isEqualTo("\\ta b");
    }

    @Test
    void aMarkThatIsNoneIsAMistake() {
        assertThatThrownBy(() -> SqliteKeys.value("\\z1", column(SqliteType.TEXT)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "int, INTEGER",
        "INTEGER, INTEGER",
        "bigint unsigned, INTEGER",
        "charint, INTEGER",
        "varchar(20), TEXT",
        "Text, TEXT",
        "clob, TEXT",
        "blob, BLOB",
        "'', BLOB",
        "any, NUMERIC",
        "double precision, REAL",
        "float, REAL",
        "real, REAL",
        "decimal(10;2), NUMERIC",
        "boolean, NUMERIC",
        "datetime, NUMERIC",
        "json, NUMERIC"
    })
    void affinityFollowsTheDeclaredType(String declared, SqliteType type) {
        assertThat(SqliteType.declared(declared, false)).isEqualTo(type);
    }

    @Test
    void inAStrictTableAnyIsWithoutAffinity() {
        assertThat(SqliteType.declared("ANY", true)).isEqualTo(SqliteType.BLOB);
    }
}
