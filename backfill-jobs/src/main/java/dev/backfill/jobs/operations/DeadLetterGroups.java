package dev.backfill.jobs.operations;

import dev.backfill.database.Position;
import dev.backfill.ledger.DeadLetter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts errors that differ only in keys and figures as one. Holds one entry per group, however many rows there are. Not
 * thread-safe.
 */
final class DeadLetterGroups {
    /** What stands for a key or a figure. */
    private static final String ANY = "#";
    /** Says what went wrong, so none of it is replaced: names in quotes, and the database's code. */
    private static final String KEPT = "\"[^\"]*\"|\\(SQLState [0-9A-Z]{5}\\)";

    private static final String UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private static final String FIGURE = "[+-]?[0-9]+(?:[.,:/-][0-9]+)*";
    /** What is part of a word is no figure: {@code utf8}, {@code sha256}. */
    private static final String WORD_BEFORE = "(?<![\\p{L}\\p{N}_])";

    private static final String WORD_BEHIND = "(?![\\p{L}\\p{N}_])";

    private static final class Group {
        final Position example;
        long rows;

        Group(Position example) {
            this.example = example;
        }
    }

    private final Map<String, Group> groups = new HashMap<>();

    void add(DeadLetter letter) {
        groups.computeIfAbsent(common(letter), error -> new Group(letter.key())).rows++;
    }

    /** The largest first. */
    List<DeadLetterGroup> groups() {
        return groups.entrySet().stream()
                .map(e -> new DeadLetterGroup(e.getKey(), e.getValue().rows, e.getValue().example))
                .sorted(Comparator.comparingLong(DeadLetterGroup::rows)
                        .reversed()
                        .thenComparing(DeadLetterGroup::error))
                .toList();
    }

    private static String common(DeadLetter letter) {
        // longer parts first, so that none is replaced inside another
        String parts = letter.key().parts().stream()
                .filter(part -> !part.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String any = Stream.of(parts, UUID, FIGURE).filter(p -> !p.isEmpty()).collect(Collectors.joining("|"));
        Matcher matcher = Pattern.compile("(" + KEPT + ")|" + WORD_BEFORE + "(?:" + any + ")" + WORD_BEHIND)
                .matcher(letter.error());
        return matcher.replaceAll(found -> found.group(1) == null ? ANY : Matcher.quoteReplacement(found.group(1)));
    }
}
