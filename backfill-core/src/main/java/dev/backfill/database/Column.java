package dev.backfill.database;

import dev.backfill.definition.Expressions;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A column as the catalog describes it.
 *
 * @param type the database's full name of the type, with length and precision, for people
 * @param bareType the type without length and precision, quoted as needed, as it stands in a cast
 * @param nullable false if the database refuses NULL
 * @param generation whose values the column takes
 * @param formula from which the database computes the value; null if it does not, or hides it
 * @param collation the collation's name; null for types without one or with the database's default
 */
public record Column(
        String name,
        String type,
        String bareType,
        boolean nullable,
        Generation generation,
        @Nullable String formula,
        @Nullable String collation) {
    /** Whose values a column takes. */
    public enum Generation {
        /** Ours, whatever its default. */
        NONE,

        /** The database's alone, which numbers a row once: {@code GENERATED ALWAYS AS IDENTITY}. */
        IDENTITY,

        /** The database's alone, from other columns of the row: it changes when they do. */
        COMPUTED,

        /** Ours where a statement names it, else the time at which its row changes: {@code ON UPDATE}. */
        FOLLOWING
    }

    /** True if the database makes the value and refuses ours. */
    public boolean generated() {
        return generation == Generation.IDENTITY || generation == Generation.COMPUTED;
    }

    /** True if the value may become another one when these other columns of the row are written. */
    public boolean changesWith(Collection<String> written) {
        return switch (generation) {
            case NONE, IDENTITY -> false;
            case COMPUTED -> formula == null || written.stream().anyMatch(column -> mentions(formula, column));
            case FOLLOWING -> true;
        };
    }

    private static boolean mentions(String formula, String column) {
        try {
            return Expressions.mentionsInAnyCase(formula, column);
        } catch (IllegalArgumentException e) {
            // written in a way that only the database reads
            return true;
        }
    }
}
