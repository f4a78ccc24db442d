package dev.backfill.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SameValueTest {
    static Stream<Arguments> same() {
        OffsetDateTime noon = OffsetDateTime.parse("2026-01-01T12:00:00Z");
        return Stream.of(
                Arguments.of(null, null),
                Arguments.of("a", "a"),
                Arguments.of("a", java.nio.CharBuffer.wrap("a")),
                Arguments.of(1L, 1),
                Arguments.of((short) 7, new BigDecimal("7.00")),
                Arguments.of(new BigDecimal("1.50"), new BigDecimal("1.5")),
                Arguments.of(Double.NaN, Double.NaN),
                Arguments.of(1.5d, 1.5f),
                Arguments.of(new byte[] {1, 2}, new byte[] {1, 2}),
                Arguments.of(noon, OffsetDateTime.parse("2026-01-01T13:00:00+01:00")),
                Arguments.of(noon, Instant.parse("2026-01-01T12:00:00Z")),
                Arguments.of(LocalDate.EPOCH, LocalDate.of(1970, 1, 1)));
    }

    static Stream<Arguments> different() {
        return Stream.of(
                Arguments.of(null, ""),
                Arguments.of("", null),
                Arguments.of("a", "A"),
                Arguments.of("1", 1),
                Arguments.of(1L, 2),
                Arguments.of(Long.MAX_VALUE, (double) Long.MIN_VALUE),
                Arguments.of(new byte[] {1}, new byte[] {2}),
                Arguments.of(OffsetDateTime.parse("2026-01-01T12:00:00Z"), "2026-01-01T12:00:00Z"),
                Arguments.of(true, "true"));
    }

    @ParameterizedTest
    @MethodSource
    void same(@Nullable Object before, @Nullable Object after) {
        assertThat(SameValue.test(before, after)).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void different(@Nullable Object before, @Nullable Object after) {
        assertThat(SameValue.test(before, after)).isFalse();
    }
}
