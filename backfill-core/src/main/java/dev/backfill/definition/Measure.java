package dev.backfill.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a limit of a built-in guard is written, and the number that it is. */
enum Measure {
    /** In seconds. */
    TIME("([0-9]{1,9})(ms|s|m|h)", "a time with its unit such as 5ms, 2s or 15m") {
        @Override
        double value(Matcher parts) {
            long amount = Long.parseLong(parts.group(1));
            Duration time =
                    switch (parts.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofHours(amount);
                    };
            return time.toNanos() / 1e9;
        }
    },
    /** Also of those per second. */
    BYTES("([0-9]{1,6})(KiB|MiB|GiB|TiB)", "an amount with its unit such as 64MiB or 1GiB") {
        @Override
        double value(Matcher parts) {
            double unit =
                    switch (parts.group(2)) {
                        case "KiB" -> 1L << 10;
                        case "MiB" -> 1L << 20;
                        case "GiB" -> 1L << 30;
                        default -> 1L << 40;
                    };
            return Long.parseLong(parts.group(1)) * unit;
        }
    },
    COUNT("[0-9]{1,9}", "a whole number such as 20") {
        @Override
        double value(Matcher parts) {
            return Long.parseLong(parts.group());
        }
    },
    /** 0 to 1. */
    SHARE("([0-9]{1,3}(?:\\.[0-9]{1,3})?)%", "a share such as 85%") {
        @Override
        double value(Matcher parts) {
            return new BigDecimal(parts.group(1)).movePointLeft(2).doubleValue();
        }
    };

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private final Pattern form;
    private final String expected;

    Measure(String form, String expected) {
        this.form = Pattern.compile(form);
        this.expected = expected;
    }

    Pattern form() {
        return form;
    }

    /** For messages. */
    String expected() {
        return expected;
    }

    /** For people, such as {@code 5 ms} or {@code 64 MiB}. */
    String text(double value) {
        return switch (this) {
            case TIME -> value < 1 ? plain(value * 1000) + " ms" : plain(value) + " s";
            case BYTES -> bytes(value);
            case COUNT -> plain(value);
            case SHARE -> plain(value * 100) + " %";
        };
    }

    private static String bytes(double value) {
        double left = value;
        int unit = 0;
        while (unit < UNITS.size() - 1 && left >= 1024) {
            left /= 1024;
            unit++;
        }
        return plain(left) + " " + UNITS.get(unit);
    }

    private static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
        return rounded.stripTrailingZeros().toPlainString();
    }

    /** Of text in this form. */
    abstract double value(Matcher parts);
}
