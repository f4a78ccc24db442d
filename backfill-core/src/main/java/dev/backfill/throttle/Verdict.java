package dev.backfill.throttle;

import dev.backfill.throttle.Guard.Unit;
import java.util.Locale;

/**
 * What a guard says at one moment, and the figures that say why.
 *
 * @param guard its name
 * @param value what was read
 * @param limit the one that {@code value} is to be compared with; infinite if there is none
 * @param grade of {@link Kind#SLOW_DOWN}: 0 for "no faster than now" up to 1 for "nearly stop"
 * @param trouble why the signal is not known; empty if it is
 */
public record Verdict(Kind kind, String guard, Unit unit, double value, double limit, double grade, String trouble) {
    /** In order of severity. */
    public enum Kind {
        PROCEED,
        SLOW_DOWN,
        /** Wait; it goes on by itself when the signal is well again. */
        PAUSE,
        /** Give up. */
        ABORT
    }

    static Verdict unknown(Guard guard, String trouble) {
        return new Verdict(Kind.PAUSE, guard.name(), guard.unit(), Double.NaN, Double.NaN, 1, trouble);
    }

    /** For people: {@code replication-lag 4.1 s > 2 s}, or why nobody knows. */
    public String text() {
        return trouble.isEmpty() ? guard + " " + compared() : guard + ": " + trouble;
    }

    private String compared() {
        String sign = value > limit ? " > " : " still near ";
        return figure(value) + (Double.isInfinite(limit) ? "" : sign + figure(limit));
    }

    private String figure(double number) {
        return switch (unit) {
            case SECONDS -> number < 1 ? format(number * 1000) + " ms" : format(number) + " s";
            case BYTES -> bytes(number);
            case BYTES_PER_SECOND -> bytes(number) + "/s";
            case COUNT -> format(number);
            case SHARE -> format(number * 100) + " %";
        };
    }

    private static String bytes(double number) {
        double left = number;
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (left >= 1024 && unit < units.length - 1) {
            left /= 1024;
            unit++;
        }
        return format(left) + " " + units[unit];
    }

    /** Whole numbers whole, others with one digit. */
    private static String format(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) number)
                : String.format(Locale.ROOT, "%.1f", number);
    }
}
