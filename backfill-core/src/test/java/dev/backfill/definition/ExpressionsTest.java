package dev.backfill.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
    static List<String> accepted() throws IOException {
        return Cases.lines("accepted-expressions.txt");
    }

    static List<String> refused() throws IOException {
        return Cases.lines("refused-expressions.txt");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void takesPostgresExpressions(String expression) {
        assertThatCode(() -> Expressions.check(expression)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithTheReason(String row) {
        String[] parts = row.split(" => ", 2);
        assertThatThrownBy(() -> Expressions.check(parts[0]))
                .isInstanceOf(SqlMistake.class)
                .hasMessage(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "a \u00a0\u202e b"})
    void refusesCharactersThatAreNotSql(String expression) {
        assertThatThrownBy(() -> Expressions.check(expression)).hasMessageContaining("the character \"");
    }

    @Test
    void findsTheRowsColumnsAsTheCatalogSpellsThem() {
        assertThat(Expressions.columns(
                        "coalesce(Full_Name, \"First Name\", users.nick) || current_user || (data->>'x')::text"
                                + " || (SELECT max(o.total) FROM orders o WHERE o.user_id = users.id)"))
                .containsExactly("full_name", "First Name", "nick", "data");
    }

    @Test
    void findsColumnsEverywhereInTheRowsOwnPart() {
        assertThat(Expressions.columns("CASE WHEN NOT a THEN b::int ELSE extract(year FROM c) END = ANY(ARRAY[d, e])"))
                .containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void unitsAreNoColumns() {
        assertThat(Expressions.columns("TIMESTAMPDIFF(SECOND, a, TIMESTAMPADD(MONTH, b, c + hour))"))
                .containsExactly("a", "b", "c", "hour");
        assertThat(Expressions.columns("timestampdiff(a, b)")).containsExactly("a", "b");
    }

    @Test
    void aLiteralIsKnownAsOne() {
        assertThat(Stream.of("'a'", "NULL").filter(Expressions::untyped)).hasSize(2);
        assertThat(Stream.of("0", "a", "'a' || 'b'").filter(Expressions::untyped))
                .isEmpty();
        assertThat(Expressions.whole(" -17 ")).contains(BigInteger.valueOf(-17));
        assertThat(Stream.of("0.0", "1e3", "a", "1 + 1", "- a").flatMap(each -> Expressions.whole(each).stream()))
                .isEmpty();
    }

    @Test
    void findsFunctionsInLowerCaseAlsoInSubSelects() {
        assertThat(Expressions.functions("Split_Part(a, ' ', 1) || (SELECT pg_catalog.max(b) FROM t)"))
                .containsExactly("split_part", "max");
    }

    @Test
    void mentionsSeesNamesInSubSelectsButNotInLiterals() {
        assertThat(Expressions.mentions("(SELECT a FROM t)", "a")).isTrue();
        assertThat(Expressions.mentions("'a' || \"A\"", "a")).isFalse();
    }

    @Test
    void deepNestingEndsInARefusalNotInAHang() {
        String deep = "(".repeat(40) + "a" + ")".repeat(40);
        assertThatThrownBy(() -> Expressions.check(deep)).hasMessageContaining("SQL that does not parse");
    }
}
