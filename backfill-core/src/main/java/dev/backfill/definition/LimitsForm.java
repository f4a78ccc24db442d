package dev.backfill.definition;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The YAML form of {@code chunk} and {@code limits}. */
final class LimitsForm {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");

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
        Duration targetTime = duration(map);
        boolean before = mistakes.isEmpty();
        rules.chunk(givenMin == null ? null : min, givenMax == null ? null : max, targetTime);
        return before && mistakes.isEmpty()
                ? new ChunkLimits(min, max, Objects.requireNonNullElse(targetTime, byDefault.targetTime()))
                : byDefault;
    }

    private @Nullable Duration duration(YamlMap chunk) {
        String form = "a time with its unit: 500ms, 2s or 1m";
        String text = chunk.text("target-time", form);
        if (text == null) {
            return null;
        }
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            mistakes.mistake("chunk.target-time", Shown.text("target-time: " + text), form);
            return null;
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    Limits limits(@Nullable YamlMap map) {
        if (map == null) {
            return Limits.DEFAULT;
        }
        map.refuseOthers(List.of("rows-per-second", "max-dead-letters"));
        Integer rowsPerSecond =
                map.integer("rows-per-second", "a whole number of rows from 1 to " + Rules.MAX_ROWS_PER_SECOND);
        Long dead = map.number("max-dead-letters", "a whole number of rows, 0 or more");
        rules.limits(rowsPerSecond, dead);
        return new Limits(rowsPerSecond, dead == null ? Limits.DEFAULT.maxDeadLetters() : dead);
    }
}
