package dev.backfill.database;

import org.jspecify.annotations.Nullable;

/**
 * A column as the catalog describes it.
 *
 * @param type the database's full name of the type, with length and precision, for people
 * @param bareType the type without length and precision, quoted as needed, as it stands in a cast
 * @param nullable false if the database refuses NULL
 * @param generated true if the database computes the value and refuses ours
 * @param comparable true if the type has an equality operator
 * @param collation the collation's name; null for types without one or with the database's default
 */
public record Column(
        String name,
        String type,
        String bareType,
        boolean nullable,
        boolean generated,
        boolean comparable,
        @Nullable String collation) {}
