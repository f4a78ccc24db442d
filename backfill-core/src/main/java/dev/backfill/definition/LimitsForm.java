package dev.backfill.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The YAML form of {@code chunk} and {@code limits}. */
final class LimitsForm {
    private static final Pattern ROWS_OR_SHARE =
            Pattern.compile("(?<rows>-?[0-9]{1,18})|(?<percent>-?[0-9]{1,3}(\\.[0-9]{1,6})?)%");

    private final Mistakes mistakes;
    private final Rules rules;

    LimitsForm(Mistakes mistakes, Rules rules) {
        this.mistakes = mistakes;
        this.rules = rules;
    }

    ChunkLimits chunk(@Nullable YamlMap map) {
        ChunkLimits byDefault = ChunkLimits.DEFAULT;
        if (map == null) {
            return byDefault;
        }
        map.refuseOthers(List.of("min", "max", "target-time"));
        Integer givenMin = map.integer("min", "a whole number of rows from 1 to " + Rules.MAX_CHUNK_ROWS);
        Integer givenMax = map.integer("max", "a whole number of rows from 1 to " + Rules.MAX_CHUNK_ROWS);
        int min = givenMin != null ? givenMin : byDefault.min();
        int max = givenMax != null ? givenMax : byDefault.max();
        // a limit that stands alone moves the default of the other one, rather than contradict it
        min = givenMin == null && givenMax != null ? Math.min(min, Math.max(1, max)) : min;
        max = givenMax == null && givenMin != null ? Math.max(max, Math.min(Rules.MAX_CHUNK_ROWS, min)) : max;
        Duration targetTime = map.duration("target-time", "a time with its unit: 500ms, 2s or 1m");
        boolean before = mistakes.isEmpty();
        rules.chunk(givenMin == null ? null : min, givenMax == null ? null : max, targetTime);
        return before && mistakes.isEmpty()
                ? new ChunkLimits(min, max, Objects.requireNonNullElse(targetTime, byDefault.targetTime()))
                : byDefault;
    }

    Limits limits(@Nullable YamlMap map) {
        if (map == null) {
            return Limits.DEFAULT;
        }
        map.refuseOthers(List.of("rows-per-second", "max-dead-letters", "max-retries-per-minute"));
        Integer rowsPerSecond =
                map.integer("rows-per-second", "a whole number of rows from 1 to " + Rules.MAX_ROWS_PER_SECOND);
        DeadLetterLimit dead = deadLetters(map);
        Integer retries = map.integer(
                "max-retries-per-minute", "a whole number of retries from 1 to " + Rules.MAX_RETRIES_PER_MINUTE);
        rules.limits(rowsPerSecond, dead, retries);
        return new Limits(rowsPerSecond, dead == null ? Limits.DEFAULT.maxDeadLetters() : dead, retries);
    }

    private static @Nullable DeadLetterLimit deadLetters(YamlMap map) {
        Matcher parts = map.matching(
                ROWS_OR_SHARE,
                "max-dead-letters",
                "a whole number of rows, 0 or more, or a share of the planned rows such as 0.1%");
        if (parts == null) {
            return null;
        }
        String percent = parts.group("percent");
        return percent == null
                ? new DeadLetterLimit.Rows(Long.parseLong(parts.group("rows")))
                : new DeadLetterLimit.Share(new BigDecimal(percent));
    }
}
