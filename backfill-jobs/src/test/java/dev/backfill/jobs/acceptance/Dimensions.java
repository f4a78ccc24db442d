package dev.backfill.jobs.acceptance;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue's text says about an artwork's size: height first, then width, then depth, in millimetres unless
 * another unit is named.
 *
 * <p>The size is the first one on the first line that has any, such as {@code support: 650 x 810 x 19 mm}. A line about
 * the frame counts only if no other line has a size.
 */
sealed interface Dimensions {
    /**
     * In millimetres.
     *
     * @param depth null for what is flat, or was measured as if it were
     */
    record Size(BigDecimal height, BigDecimal width, @Nullable BigDecimal depth) implements Dimensions {}

    /** Why there is no size in the text. */
    enum Missing implements Dimensions {
        VARIABLE("dimensions are variable"),
        OTHER_UNIT("dimensions are not in millimetres"),
        DURATION("dimensions are a duration"),
        ONE_NUMBER("dimensions have only one number"),
        NO_NUMBER("no number in dimensions");

        private final String reason;

        Missing(String reason) {
            this.reason = reason;
        }

        /** Quotes nothing of the text. */
        String reason() {
            return reason;
        }
    }

    static Dimensions parse(String text) {
        List<String> sized =
                text.lines().filter(line -> Notation.SIZE.matcher(line).find()).toList();
        Optional<String> work = sized.stream()
                .filter(line -> !line.strip().toLowerCase(Locale.ROOT).startsWith("frame"))
                .findFirst();
        return work.or(() -> sized.stream().findFirst()).map(Notation::size).orElseGet(() -> Notation.missing(text));
    }

    /** How people write it. */
    final class Notation {
        private static final String NUMBER = "(\\d+(?:[.,]\\d+)?)";
        private static final String UNIT = "(?:\\s*(mm|cm|m|ft|in|\")(?![a-z]))?";
        private static final String BY = "\\s*[x\u00d7]\\s*";
        /** Numbers are groups 1, 3 and 5; each is followed by its unit's group. */
        private static final Pattern SIZE = Pattern.compile(
                NUMBER + UNIT + BY + NUMBER + UNIT + "(?:" + BY + NUMBER + UNIT + ")?", Pattern.CASE_INSENSITIVE);

        private static final Pattern VARIABLE = Pattern.compile("variable", Pattern.CASE_INSENSITIVE);
        private static final Pattern TIME = Pattern.compile("\\d\\s*(?:min|sec|hour)", Pattern.CASE_INSENSITIVE);
        private static final Pattern DIGIT = Pattern.compile("\\d");

        private Notation() {}

        private static Dimensions size(String line) {
            Matcher size = SIZE.matcher(line);
            if (!size.find()) {
                throw new IllegalStateException("a line with a size has none");
            }
            if (!inMillimetres(size)) {
                return Missing.OTHER_UNIT;
            }
            return new Size(
                    number(size.group(1)), number(size.group(3)), size.group(5) == null ? null : number(size.group(5)));
        }

        private static Missing missing(String text) {
            if (VARIABLE.matcher(text).find()) {
                return Missing.VARIABLE;
            }
            if (TIME.matcher(text).find()) {
                return Missing.DURATION;
            }
            return DIGIT.matcher(text).find() ? Missing.ONE_NUMBER : Missing.NO_NUMBER;
        }

        private static boolean inMillimetres(MatchResult size) {
            for (int unit = 2; unit <= size.groupCount(); unit += 2) {
                if (size.group(unit) != null && !size.group(unit).equalsIgnoreCase("mm")) {
                    return false;
                }
            }
            return true;
        }

        private static BigDecimal number(String text) {
            return new BigDecimal(text.replace(',', '.'));
        }
    }
}
