package dev.backfill.database;

import dev.backfill.definition.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A table that is copied into, as the catalog describes it at one moment. Immutable.
 *
 * @param table its {@link Table#missingPrivileges} and {@link Table#triggers} are about changing rows, not adding them
 * @param defaulted columns that get a value of their own if none is given: a default, an identity, a generation
 * @param counted columns that a sequence numbers which does not learn of rows that come with a number
 * @param triggers names of enabled triggers that an INSERT fires
 * @param mayInsert true if the connected user may add rows; it may be granted by column
 */
public record Destination(
        Table table, Set<String> defaulted, List<String> counted, List<String> triggers, boolean mayInsert) {
    public Destination {
        defaulted = Set.copyOf(defaulted);
        counted = List.copyOf(counted);
        triggers = List.copyOf(triggers);
    }

    /**
     * The columns of a unique key of the other table that hold the key of the row that is read, in its order: then each row
     * that is read has one row there.
     *
     * @param key columns of the row that is read
     * @return empty if there is no such key
     */
    public static Optional<List<String>> image(Table into, Work.Copy copy, List<String> key) {
        return into.uniqueKeys().stream()
                .filter(unique -> unique.size() == key.size()
                        && IntStream.range(0, key.size())
                                .allMatch(i -> copy.imagesOf(key.get(i)).contains(unique.get(i))))
                .findFirst();
    }
}
