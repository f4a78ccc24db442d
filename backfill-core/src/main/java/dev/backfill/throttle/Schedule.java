package dev.backfill.throttle;

import dev.backfill.definition.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which a run may work, on the calendar. A window opens at the first moment of its day at which the clocks
 * of its zone show {@code from} or more, and closes at the first one after that at which they show {@code to} or more:
 * an hour that the clocks skip closes it at once, one that they repeat does not open it twice. Windows that overlap or
 * meet are one. Pure, immutable.
 */
public final class Schedule {
    /** A day that is skipped, or a weekly hour that is, leaves no gap longer than this. */
    private static final int DAYS_AHEAD = 22;

    private static final Duration A_LONG_TIME = Duration.ofDays(14);

    private final List<Window> windows;

    /**
     * @param windows none means always open
     */
    public Schedule(List<Window> windows) {
        this.windows = List.copyOf(windows);
    }

    /** From its opening until just before its closing. */
    private record Opening(ZonedDateTime opens, ZonedDateTime closes) {
        boolean contains(Instant at) {
            return !opens.toInstant().isAfter(at) && closes.toInstant().isAfter(at);
        }
    }

    /** True if there is a time at which it is closed; not so of a schedule without windows. */
    public boolean isLimited() {
        return !windows.isEmpty();
    }

    public boolean isOpen(Instant at) {
        return windows.isEmpty() || openings(at).anyMatch(o -> o.contains(at));
    }

    /** When it opens next, after the moment; empty if it never does, or has no windows. */
    public Optional<ZonedDateTime> opensAt(Instant after) {
        return openings(after)
                .map(Opening::opens)
                .filter(opens -> opens.toInstant().isAfter(after))
                .min(Comparator.comparing(ZonedDateTime::toInstant));
    }

    /** When it closes, in the zone of the window that closes last; empty if it is closed, or stays open for weeks. */
    public Optional<ZonedDateTime> closesAt(Instant at) {
        List<Opening> openings = openings(at).toList();
        Instant end = at.plus(A_LONG_TIME);
        ZonedDateTime closes = null;
        Instant reached = at;
        while (true) {
            Instant from = reached;
            Opening longest = openings.stream()
                    .filter(o -> o.contains(from))
                    .max(Comparator.comparing(o -> o.closes().toInstant()))
                    .orElse(null);
            if (longest == null) {
                return Optional.ofNullable(closes);
            }
            closes = longest.closes();
            reached = closes.toInstant();
            if (reached.isAfter(end)) {
                return Optional.empty();
            }
        }
    }

    /** All that may hold the moment or come within weeks. */
    private Stream<Opening> openings(Instant around) {
        return windows.stream().flatMap(window -> {
            // a window that is open may have begun yesterday
            LocalDate first = around.atZone(window.zone()).toLocalDate().minusDays(2);
            return LongStream.range(0, DAYS_AHEAD)
                    .mapToObj(first::plusDays)
                    .filter(day -> window.days().contains(day.getDayOfWeek()))
                    .map(day -> opening(window, day))
                    .filter(Objects::nonNull);
        });
    }

    /** Null if the clocks skip all of it. */
    private static @Nullable Opening opening(Window window, LocalDate day) {
        boolean overMidnight = !window.to().isAfter(window.from());
        ZonedDateTime opens = moment(day, window.from(), window.zone());
        ZonedDateTime closes = moment(overMidnight ? day.plusDays(1) : day, window.to(), window.zone());
        return closes.isAfter(opens) ? new Opening(opens, closes) : null;
    }

    /** The first moment at which the clocks show this or more. */
    private static ZonedDateTime moment(LocalDate day, LocalTime time, ZoneId zone) {
        ZoneOffsetTransition skipped = zone.getRules().getTransition(day.atTime(time));
        return skipped != null && skipped.isGap()
                ? skipped.getInstant().atZone(zone)
                : ZonedDateTime.ofLocal(day.atTime(time), zone, null).withEarlierOffsetAtOverlap();
    }
}
