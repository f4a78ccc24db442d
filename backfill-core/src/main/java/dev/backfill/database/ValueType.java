package dev.backfill.database;

/**
 * What values a column or an expression has, in words that are the same for every database: what decides whether values
 * of the one can be carried into the other.
 *
 * @param kind decides what the other figures mean
 * @param size of whole and binary numbers in bits; of decimals the digits before the point; of text and bytes the greatest
 *     length; {@link #UNLIMITED} if there is no limit
 * @param scale digits behind the point, of a decimal or of a second; {@link #UNLIMITED} if there is no limit
 * @param name the database's own, for people, and to tell apart kinds that only it knows
 */
public record ValueType(Kind kind, int size, int scale, String name) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

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
            return kind == that.kind && name.equals(that.name) ? Fit.ALWAYS : Fit.NEVER;
        }
        if (kind == Kind.INTEGER && that.kind == Kind.DECIMAL) {
            // 64 bits have 19 digits
            int digits = size <= 16 ? 5 : size <= 32 ? 10 : 19;
            return that.size >= digits ? Fit.ALWAYS : Fit.IF_IT_FITS;
        }
        if (kind == Kind.INTEGER && that.kind == Kind.FLOAT) {
            // a significand of 24 or 53 bits
            return size <= (that.size <= 32 ? 16 : 32) ? Fit.ALWAYS : Fit.LOSES;
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
        boolean rounds = kind == Kind.FLOAT ? size > that.size : scale > that.scale;
        if (rounds) {
            return Fit.LOSES;
        }
        return size > that.size ? Fit.IF_IT_FITS : Fit.ALWAYS;
    }
}
