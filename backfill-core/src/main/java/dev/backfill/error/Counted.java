package dev.backfill.error;

import java.util.Locale;

/** Numbers with their nouns, as people read them: {@code 1 row}, {@code 12,000 rows}. Pure. */
public final class Counted {
    private Counted() {}

    /**
     * @param noun one of them, in English, with a plural in -s
     */
    public static String of(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** The number alone, thousands set apart. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
