package dev.backfill.database;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a value that a transform answers is the one that is already there, whatever Java type it chose. */
final class SameValue {
    private SameValue() {}

    static boolean test(@Nullable Object before, @Nullable Object after) {
        if (before instanceof Number a && after instanceof Number b) {
            return sameNumber(a, b);
        }
        if (before instanceof byte[] a && after instanceof byte[] b) {
            return Arrays.equals(a, b);
        }
        if (before instanceof OffsetDateTime a && after != null) {
            Object instant = after instanceof OffsetDateTime time ? time.toInstant() : after;
            return a.toInstant().equals(instant);
        }
        if (before instanceof String a && (after instanceof CharSequence || after instanceof Enum)) {
            return a.contentEquals(after.toString());
        }
        return Objects.equals(before, after);
    }

    private static boolean sameNumber(Number a, Number b) {
        if (isFloating(a) || isFloating(b)) {
            return a.doubleValue() == b.doubleValue() || (isNaN(a) && isNaN(b));
        }
        return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
    }

    private static boolean isFloating(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static boolean isNaN(Number number) {
        return Double.isNaN(number.doubleValue());
    }
}
