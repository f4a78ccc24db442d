package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** In 2026 Berlin's clocks skip 02:00 to 03:00 on Sunday 29 March and repeat it on Sunday 25 October. */
    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                // an evening
                "daily 18:00-20:00, 2026-11-21T17:59:59+01:00, closed, 2026-11-21T18:00+01:00",
                "daily 18:00-20:00, 2026-11-21T18:00:00+01:00, open,   2026-11-21T20:00+01:00",
                "daily 18:00-20:00, 2026-11-21T19:59:59+01:00, open,   2026-11-21T20:00+01:00",
                "daily 18:00-20:00, 2026-11-21T20:00:00+01:00, closed, 2026-11-22T18:00+01:00",
                // over midnight
                "daily 22:00-06:00, 2026-11-21T23:00+01:00, open,   2026-11-22T06:00+01:00",
                "daily 22:00-06:00, 2026-11-22T03:00+01:00, open,   2026-11-22T06:00+01:00",
                "daily 22:00-06:00, 2026-11-22T12:00+01:00, closed, 2026-11-22T22:00+01:00",
                // the day is the one on which it opens
                "fri 22:00-06:00, 2026-11-21T03:00+01:00, open,   2026-11-21T06:00+01:00",
                "fri 22:00-06:00, 2026-11-21T23:00+01:00, closed, 2026-11-27T22:00+01:00",
                "sat 22:00-06:00, 2026-11-22T03:00+01:00, open,   2026-11-22T06:00+01:00",
                // whole days
                "sat 00:00-00:00, 2026-11-21T23:59+01:00, open,   2026-11-22T00:00+01:00",
                "sat 00:00-00:00, 2026-11-22T00:00+01:00, closed, 2026-11-28T00:00+01:00",
                "daily 00:00-00:00, 2026-11-22T00:00+01:00, open, -",
                // windows that overlap, meet, hold one another
                "daily 18:00-20:00 + daily 19:00-22:00, 2026-11-21T18:30+01:00, open, 2026-11-21T22:00+01:00",
                "daily 18:00-20:00 + daily 20:00-22:00, 2026-11-21T18:30+01:00, open, 2026-11-21T22:00+01:00",
                "daily 18:00-22:00 + daily 19:00-20:00, 2026-11-21T19:30+01:00, open, 2026-11-21T22:00+01:00",
                "fri 22:00-06:00 + sat 00:00-00:00, 2026-11-20T23:00+01:00, open, 2026-11-22T00:00+01:00",
                "daily 18:00-20:00 + daily 08:00-09:00, 2026-11-21T12:00+01:00, closed, 2026-11-21T18:00+01:00",
                // the clocks skip an hour: a night is an hour shorter, and what lies within has no time
                "daily 22:00-06:00, 2026-03-28T23:00+01:00, open,   2026-03-29T06:00+02:00",
                "daily 02:00-03:00, 2026-03-29T01:30+01:00, closed, 2026-03-30T02:00+02:00",
                "daily 02:15-02:45, 2026-03-29T03:15+02:00, closed, 2026-03-30T02:15+02:00",
                "daily 01:00-02:30, 2026-03-29T01:59+01:00, open,   2026-03-29T03:00+02:00",
                "daily 01:00-02:30, 2026-03-29T03:00+02:00, closed, 2026-03-30T01:00+02:00",
                "daily 02:30-04:00, 2026-03-29T01:59+01:00, closed, 2026-03-29T03:00+02:00",
                "daily 02:30-04:00, 2026-03-29T03:00+02:00, open,   2026-03-29T04:00+02:00",
                "sun 02:00-03:00,   2026-03-28T12:00+01:00, closed, 2026-04-05T02:00+02:00",
                // they repeat an hour: a night is an hour longer, and no window opens twice
                "daily 22:00-06:00, 2026-10-25T02:30+02:00, open,   2026-10-25T06:00+01:00",
                "daily 22:00-06:00, 2026-10-25T02:30+01:00, open,   2026-10-25T06:00+01:00",
                "daily 02:00-02:30, 2026-10-25T02:15+02:00, open,   2026-10-25T02:30+02:00",
                "daily 02:00-02:30, 2026-10-25T02:15+01:00, closed, 2026-10-26T02:00+01:00",
                "daily 02:00-03:00, 2026-10-25T02:59+01:00, open,   2026-10-25T03:00+01:00",
                "daily 02:30-04:00, 2026-10-25T02:15+01:00, open,   2026-10-25T04:00+01:00",
            })
    void followsTheClocksOfItsZone(String windows, String at, String state, String change) {
        Schedule schedule = new Schedule(windows(windows));
        Instant now = ZonedDateTime.parse(at).toInstant();

        assertThat(schedule.isOpen(now)).isEqualTo(state.equals("open"));
        var changes = state.equals("open") ? schedule.closesAt(now) : schedule.opensAt(now);
        assertThat(changes.map(c -> c.toOffsetDateTime().toString()).orElse(null))
                .isEqualTo(change);
    }

    @Test
    void isAlwaysOpenWithoutWindows() {
        Schedule always = new Schedule(List.of());
        assertThat(always.isLimited()).isFalse();
        assertThat(always.isOpen(Instant.EPOCH)).isTrue();
        assertThat(always.closesAt(Instant.EPOCH)).isEmpty();
        assertThat(always.opensAt(Instant.EPOCH)).isEmpty();
    }

    @Test
    void eachWindowHasItsOwnZone() {
        Schedule schedule = new Schedule(List.of(
                new Window(DAILY, LocalTime.of(9, 0), LocalTime.of(10, 0), ZoneId.of("Asia/Tokyo")),
                new Window(DAILY, LocalTime.of(9, 0), LocalTime.of(10, 0), BERLIN)));

        Instant noonInTokyo = Instant.parse("2026-11-21T03:00:00Z");
        assertThat(schedule.opensAt(noonInTokyo)).hasToString("Optional[2026-11-21T09:00+01:00[Europe/Berlin]]");
        Instant noonInBerlin = Instant.parse("2026-11-21T11:00:00Z");
        assertThat(schedule.opensAt(noonInBerlin)).hasToString("Optional[2026-11-22T09:00+09:00[Asia/Tokyo]]");
    }

    /** What is said of a moment agrees with what is said of the moments about the one that was named. */
    @Test
    void opensAndClosesWhenItSays() {
        Schedule schedule = new Schedule(windows("daily 01:30-02:30 + sun 02:00-04:00 + fri 22:00-02:10"));
        for (Instant at = Instant.parse("2026-03-25T00:00:00Z");
                at.isBefore(Instant.parse("2026-04-02T00:00:00Z"));
                at = at.plusSeconds(300)) {
            assertAgrees(schedule, at);
            assertAgrees(schedule, at.plusSeconds(210L * 24 * 3600));
        }
    }

    private static void assertAgrees(Schedule schedule, Instant at) {
        boolean open = schedule.isOpen(at);
        Instant change = (open ? schedule.closesAt(at) : schedule.opensAt(at))
                .orElseThrow()
                .toInstant();
        assertThat(change).isAfter(at);
        assertThat(schedule.isOpen(change)).as("at %s, from %s", change, at).isNotEqualTo(open);
        assertThat(schedule.isOpen(change.minusMillis(1)))
                .as("before %s", change)
                .isEqualTo(open);
    }

    private static List<Window> windows(String text) {
        List<Window> windows = new ArrayList<>();
        for (String window : text.split(" \\+ ", -1)) {
            String[] parts = window.split("[ -]", -1);
            Set<DayOfWeek> days = parts[0].equals("daily")
                    ? DAILY
                    : EnumSet.copyOf(DAILY.stream()
                            .filter(d ->
                                    d.name().toLowerCase(java.util.Locale.ROOT).startsWith(parts[0]))
                            .toList());
            windows.add(new Window(days, LocalTime.parse(parts[1]), LocalTime.parse(parts[2]), BERLIN));
        }
        return windows;
    }
}
