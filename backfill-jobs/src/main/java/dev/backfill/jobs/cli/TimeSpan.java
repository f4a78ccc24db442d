package dev.backfill.jobs.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people type it: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}. */
final class TimeSpan implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");
    /** Whoever needs it for longer means for good. */
    private static final Duration MOST = Duration.ofDays(30);

    @Override
    public Duration convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration time =
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    };
            if (!time.isZero() && time.compareTo(MOST) <= 0) {
                return time;
            }
        }
        throw new TypeConversionException("found " + value + "; expected a time such as 90s, 30m, 2h or 1d, up to 30d");
    }
}
