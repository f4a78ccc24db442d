package dev.backfill.jobs.cli;

import dev.backfill.error.Counted;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers, times and tables as people read them. */
final class Figures {
    private Figures() {}

    static String count(long number) {
        return Counted.number(number);
    }

    static String count(long number, String noun) {
        return Counted.of(number, noun);
    }

    static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.1f%%", Math.floor(ratio * 1000) / 10);
    }

    /** Such as {@code 1%} or {@code 0.05%}, as it was typed. */
    static String share(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }

    /** Such as {@code 340 ms}, {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String time(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    static String seconds(double seconds) {
        return time(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    static String bytes(long bytes) {
        return bytes < 0
                ? "unknown"
                : bytes < 10_000_000 ? count(bytes / 1000) + " kB" : count(bytes / 1_000_000) + " MB";
    }

    /** Columns aligned on the left, separated by two spaces; the first row is the head. */
    static List<String> table(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
