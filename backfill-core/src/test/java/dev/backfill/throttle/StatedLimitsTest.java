package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.BuiltInGuard;
import dev.backfill.definition.GuardSetting;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.throttle.Guard.Limits;
import dev.backfill.throttle.Guard.Unit;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a definition says about built-in guards. */
class StatedLimitsTest {
    private static List<Guard> guards(GuardSetting... settings) {
        Backfill backfill = Backfill.builder("a", "app", new TableName(null, "t"), new Work.Set(Map.of("x", "1")))
                .guardSettings(List.of(settings))
                .build();
        return Guards.of(backfill, Set.of(), () -> 0);
    }

    /** By itself, when 3 s were usual: slowed above 5, held above 13. */
    @ParameterizedTest
    @CsvSource({
        "1,   20, 1,  20",
        "100,  , 100, 100",
        "4,     , 4,  13",
        ",    20, 5,  20",
        ",     2, 2,  2",
    })
    void areInForceWhateverWasUsual(Double slow, Double stop, double slowAbove, double stopAbove) {
        Guard guard = guards(GuardSetting.limits(BuiltInGuard.REPLICATION_LAG, slow, stop)).stream()
                .filter(g -> g.name().equals("replication-lag"))
                .findFirst()
                .orElseThrow();

        assertThat(guard.limits(OptionalDouble.of(3))).isEqualTo(new Limits(slowAbove, stopAbove));
        assertThat(guard.unit()).isEqualTo(Unit.SECONDS);
    }

    @Test
    void oneThatIsOffIsNotThere() {
        List<Guard> guards = guards(GuardSetting.off(BuiltInGuard.DEAD_ROWS, "it is cleaned at night"));

        assertThat(guards)
                .hasSize(BuiltInGuard.values().length - 1)
                .extracting(Guard::name)
                .doesNotContain("dead-rows");
    }
}
