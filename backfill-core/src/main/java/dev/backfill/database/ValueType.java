package dev.backfill.database;

import java.math.BigInteger;

/**
 * What values a column or an expression has, in words that are the same for every database: what decides whether values
 * of the one can be carried into the other.
 *
 * @param kind decides what the other figures mean
 * @param size of whole and binary numbers in bits, that of the sign included also where there is none; of a boolean 1, or
 *     more if it is a small number in which others may stand too; of decimals the digits before the point; of text and
 *     bytes the greatest length; of points in time and UUIDs more where there are more of them; {@link #UNLIMITED} if there is no
 *     limit
 * @param scale digits behind the point, of a decimal or of a second, or of a floating number that is rounded, else 0;
 *     {@link #FIXED} for text and bytes that are filled up to their length; {@link #UNLIMITED} if there is no limit
 * @param name the database's own, for people, to tell apart kinds that only it knows, and for what else a value must not
 *     be: {@code unsigned}, or {@code character set} with one that lacks characters
 */
public record ValueType(Kind kind, int size, int scale, String name) {
    public static final int UNLIMITED = Integer.MAX_VALUE;
    public static final int FIXED = -1;
    private static final String CHARACTERS = " character set ";

    /** What a value is. */
    public enum Kind {
        BOOLEAN,
        INTEGER,
        DECIMAL,
        FLOAT,
        TEXT,
        BYTES,
        DATE,
        /** Of the day, without a zone. */
        TIME,
        /** Date and time without a zone. */
        TIMESTAMP,
        /** A point in time, whatever the zone in which it is shown. */
        INSTANT,
        UUID,
        JSON,
        /** Nothing: the expression is NULL. */
        NOTHING,
        /** Known to this database alone. */
        OTHER
    }

    /** Whether every value can be carried. */
    public enum Fit {
        /** Every value arrives as it was. */
        ALWAYS,
        /** Some values may be refused; those that arrive are as they were. */
        IF_IT_FITS,
        /** Some values would arrive as others, silently. */
        LOSES,
        /** There is no way that is the same in every database; the author has to say which. */
        NEVER
    }

    /** Whether values of this type can be carried into that one. */
    public Fit into(ValueType that) {
        if (kind == Kind.NOTHING) {
            return Fit.ALWAYS;
        }
        if (kind == Kind.OTHER || that.kind == Kind.OTHER) {
            if (kind != that.kind || !name.equals(that.name)) {
                return Fit.NEVER;
            }
            return scale > that.scale ? Fit.LOSES : Fit.ALWAYS;
        }
        if (isSmallNumber() && that.kind != Kind.BOOLEAN) {
            return asInteger().into(that);
        }
        if (that.isSmallNumber() && kind == Kind.INTEGER) {
            return into(that.asInteger());
        }
        Fit fit = converted(that);
        boolean less = (that.unsigned() && !unsigned())
                || !(that.characters().isEmpty() || that.characters().equals(characters()));
        return fit == Fit.ALWAYS && less ? Fit.IF_IT_FITS : fit;
    }

    private Fit converted(ValueType that) {
        if (kind == Kind.INTEGER && that.kind == Kind.DECIMAL) {
            return that.size >= digits() ? Fit.ALWAYS : Fit.IF_IT_FITS;
        }
        if (kind == Kind.INTEGER && that.kind == Kind.FLOAT) {
            // a significand of 24 or 53 bits
            return size <= (that.size <= 32 ? 25 : 54) ? Fit.ALWAYS : Fit.LOSES;
        }
        if ((kind == Kind.DECIMAL && (that.kind == Kind.INTEGER || that.kind == Kind.FLOAT))
                || (kind == Kind.FLOAT && (that.kind == Kind.INTEGER || that.kind == Kind.DECIMAL))
                || (kind == Kind.TIMESTAMP && that.kind == Kind.DATE)
                || (kind == Kind.TIMESTAMP && that.kind == Kind.TIME)) {
            return Fit.LOSES;
        }
        return kind == that.kind ? narrowed(that) : Fit.NEVER;
    }

    private Fit narrowed(ValueType that) {
        boolean rounds =
                kind == Kind.FLOAT ? size > that.size || (that.scale > 0 && scale != that.scale) : scale > that.scale;
        // one that is kept by what it says is written anew, by each database in its own way
        boolean rewritten = kind == Kind.JSON && that.scale == 0 && !name.equals(that.name);
        boolean filled = kind == Kind.BYTES && that.fixed() && size != that.size;
        if (rounds || rewritten || filled) {
            return Fit.LOSES;
        }
        if (kind == Kind.TEXT && name.equals(that.name)) {
            return Fit.ALWAYS;
        }
        return size > that.size ? Fit.IF_IT_FITS : Fit.ALWAYS;
    }

    /** True if the column of whole numbers takes this one. */
    public boolean takes(BigInteger number) {
        return number.bitLength() < size && (number.signum() >= 0 || !unsigned());
    }

    /** True for text and bytes that are filled up to their length: what stands at the end may be lost. */
    public boolean fixed() {
        return scale == FIXED;
    }

    private boolean unsigned() {
        return name.endsWith(" unsigned");
    }

    /** Which characters a text has, if not all of them. */
    private String characters() {
        int at = name.indexOf(CHARACTERS);
        return at < 0 ? "" : name.substring(at);
    }

    private boolean isSmallNumber() {
        return kind == Kind.BOOLEAN && size > 1;
    }

    private ValueType asInteger() {
        return new ValueType(Kind.INTEGER, size, 0, name);
    }

    /** The most that a whole number has. */
    private int digits() {
        if (size <= 33) {
            return size <= 9 ? 3 : size <= 17 ? 5 : size <= 25 ? 8 : 10;
        }
        return size <= 64 ? 19 : 20;
    }
}
