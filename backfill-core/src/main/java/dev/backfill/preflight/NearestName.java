package dev.backfill.preflight;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. Pure. */
final class NearestName {
    private NearestName() {}

    /** A clause for the end of a message: the nearest name, or else all of them. */
    static String hint(String found, Collection<String> names) {
        return of(found, names).map(n -> "nearest: " + n).orElse("there are: " + String.join(", ", names));
    }

    /** The name with the fewest differing characters, if at most a third of them differ. */
    static Optional<String> of(String found, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(found, name)))
                .filter(name -> distance(found, name) <= Math.max(1, Math.max(found.length(), name.length()) / 3));
    }

    /** Levenshtein's distance, upper and lower case taken as the same. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
