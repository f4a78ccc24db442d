package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.RampStep;
import dev.backfill.definition.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTextTest {
    @ParameterizedTest
    @CsvSource({
        "1 2 3 4 5 6 7, 22:00, 06:00, daily 22:00 to 06:00 the next day Europe/Berlin",
        "1 2 3 4 5,     09:30, 17:00, mon-fri 09:30 to 17:00 Europe/Berlin",
        "6 7,           00:00, 00:00, 'sat,sun 00:00 to 00:00 Europe/Berlin'",
        "1 3 5,         20:00, 20:00, 'mon,wed,fri 20:00 to 20:00 the next day Europe/Berlin'",
    })
    void aWindowIsOneLine(String days, LocalTime from, LocalTime to, String expected) {
        Set<DayOfWeek> set = EnumSet.noneOf(DayOfWeek.class);
        Arrays.stream(days.split(" ", -1)).forEach(day -> set.add(DayOfWeek.of(Integer.parseInt(day))));

        assertThat(HoursText.window(new Window(set, from, to, ZoneId.of("Europe/Berlin"))))
                .isEqualTo(expected);
    }

    @Test
    void aStepIsItsRateAndItsTime() {
        assertThat(HoursText.step(new RampStep(500, Duration.ofSeconds(60)))).startsWith("500 rows/s for ");
    }
}
