package dev.backfill.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which known name was probably meant: the one at the smallest Levenshtein distance, if that is small, upper and lower case
 * taken as the same. Pure.
 */
public final class Nearest {
    private Nearest() {}

    /** Empty if none is like it. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(word, name) <= Math.max(1, Math.min(word.length(), name.length()) / 3))
                .min(Comparator.comparingInt((String name) -> distance(word, name))
                        .thenComparing(name -> name));
    }

    /** {@code app, crm}, or {@code none}; with the likely one at the end. */
    static String list(String word, Collection<String> known) {
        String all = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
        return all + hint(word, known);
    }

    /** {@code ; did you mean "app"?}, or nothing. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(name -> "; did you mean \"" + name + "\"?").orElse("");
    }

    /** A clause for the end of a message: the nearest name, or else all of them. */
    public static String orAll(String word, Collection<String> known) {
        return to(word, known).map(name -> "nearest: " + name).orElse("there are: " + String.join(", ", known));
    }

    private static int distance(String word, String name) {
        String a = word.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
