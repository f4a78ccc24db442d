package dev.backfill.database.sql;

import dev.backfill.database.ValueType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A row as one number, the same as {@link PostgresChecksum} makes of it. SQLite has no function for it, and needs none: it
 * reads the rows in this process anyway. Not thread-safe.
 */
final class SqliteChecksum {
    private static final HexFormat HEX = HexFormat.of();
    private static final double WHOLE = 0x1p63;

    private final MessageDigest digest = md5();
    private BigInteger sum = BigInteger.ZERO;
    private long rows;

    /** Adds a value to the row, as what it is to become. */
    void add(@Nullable Object value, ValueType taken) {
        if (value == null) {
            digest.update((byte) 'N');
        } else if (taken.kind() == ValueType.Kind.OTHER || !SqliteCopyValues.fits(value, taken)) {
            // no length begins with a letter: what is not as it is meant is like nothing that is
            digest.update((byte) letter(value, taken));
            put(text(value, taken));
        } else {
            put(text(value, taken));
        }
    }

    private void put(byte[] text) {
        boolean whole = text.length <= LongValues.WHOLE;
        digest.update(ascii((whole ? "" : "L") + text.length + ":"));
        digest.update(whole ? text : ascii(HEX.formatHex(md5().digest(text))));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private static char letter(Object value, ValueType taken) {
        if (value instanceof Long || (value instanceof Double number && asWhole(number, taken))) {
            return 'I';
        }
        return value instanceof Double ? 'R' : value instanceof String ? 'T' : 'B';
    }

    /** A numeric column stores such a number as a whole one. */
    private static boolean asWhole(double number, ValueType taken) {
        return taken.equals(SqliteValueTypes.NUMERIC)
                && number == Math.rint(number)
                && number >= -WHOLE
                && number < WHOLE;
    }

    private static byte[] text(Object value, ValueType taken) {
        if (value instanceof SqliteCopyValues.Garbled garbled) {
            return garbled.bytes();
        }
        if (value instanceof byte[] bytes) {
            return ascii(HEX.formatHex(bytes));
        }
        if (value instanceof Double number) {
            // where SQLite stores it, there is one zero
            double stored = taken.equals(SqliteValueTypes.REAL) ? number + 0.0 : number;
            return ascii(
                    asWhole(stored, taken)
                            ? String.valueOf((long) stored)
                            : HEX.toHexDigits(Double.doubleToLongBits(stored)));
        }
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends the row and says its checksum. */
    String row() {
        byte[] hash = digest.digest();
        rows++;
        sum = sum.add(BigInteger.valueOf(java.nio.ByteBuffer.wrap(hash).getLong()));
        return HEX.formatHex(hash);
    }

    long rows() {
        return rows;
    }

    /** Of all rows together, whatever their order. */
    String sum() {
        return sum.toString();
    }
}
