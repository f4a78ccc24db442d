package dev.backfill.jobs.library;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person's name in two parts.
 *
 * <ul>
 *   <li>The last word is the last name, with the particles before it ({@code van der Berg}) and the suffixes behind it
 *       ({@code King Jr.}); all before it is the first name.
 *   <li>{@code Last, First} is turned around; {@code First Last, PhD} is not.
 *   <li>Names in Han, Hangul and Kana put the family first; without a space they are not guessed at.
 *   <li>A single word is a first name.
 *   <li>Only white space is changed: runs of it become one space. Letters and marks stay as they are.
 * </ul>
 *
 * @param last null for a single word
 */
record PersonName(String first, @Nullable String last) {
    private static final Pattern SPACE = Pattern.compile("[\\p{IsWhite_Space}\\u200B\\uFEFF]+");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Set<String> SUFFIXES =
            Set.of("jr", "sr", "ii", "iii", "iv", "phd", "md", "dds", "esq", "mba", "msc", "bsc");
    private static final Set<String> PARTICLES = Set.of(
            "af", "al", "am", "av", "bin", "bint", "da", "das", "de", "dei", "del", "della", "den", "der", "di", "do",
            "dos", "du", "el", "ibn", "la", "las", "le", "los", "op", "ten", "ter", "und", "van", "vom", "von", "zu",
            "zum", "zur", "بن", "ابن", "بنت", "آل", "أبو");
    /** Between two family names: {@code Ortega y Gasset}. */
    private static final Set<String> LINKS = Set.of("y", "i");

    private static final Set<UnicodeScript> FAMILY_FIRST =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

    /** Null if there is no letter in the text. Thread-safe. */
    static @Nullable PersonName parse(String text) {
        String name = SPACE.matcher(text).replaceAll(" ").strip();
        if (!LETTER.matcher(name).find()) {
            return null;
        }
        int comma = name.indexOf(',');
        if (comma > 0 && !isSuffix(name.substring(name.lastIndexOf(' ') + 1)) && comma < name.length() - 1) {
            return new PersonName(
                    name.substring(comma + 1).strip(), name.substring(0, comma).strip());
        }
        List<String> words = List.of(name.split(" "));
        if (words.size() == 1) {
            return new PersonName(name, null);
        }
        if (familyFirst(name)) {
            return new PersonName(join(words, 1, words.size()), words.get(0));
        }
        int from = lastNameStart(words);
        return new PersonName(join(words, 0, from), join(words, from, words.size()));
    }

    private static int lastNameStart(List<String> words) {
        int start = words.size() - 1;
        while (start > 1 && isSuffix(words.get(start))) {
            start--;
        }
        // the first word is a first name whatever it says: Van Morrison
        while (start > 1 && isParticle(words.get(start - 1))) {
            start--;
        }
        if (start > 2 && LINKS.contains(words.get(start - 1))) {
            start -= 2;
        }
        return start;
    }

    private static boolean isSuffix(String word) {
        return SUFFIXES.contains(word.replaceAll("[.,]", "").toLowerCase(Locale.ROOT));
    }

    private static boolean isParticle(String word) {
        return PARTICLES.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean familyFirst(String name) {
        return name.codePoints()
                .filter(c -> Character.isLetter(c) && c != 'ー')
                .allMatch(c -> FAMILY_FIRST.contains(UnicodeScript.of(c)));
    }

    private static String join(List<String> words, int from, int to) {
        return String.join(" ", words.subList(from, to));
    }
}
