package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.DefinitionException;
import dev.backfill.definition.GuardQuery;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.throttle.Guard.Limits;
import dev.backfill.throttle.Guard.Scope;
import dev.backfill.throttle.Guard.Unit;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, units and limits of every guard, to the figure: metrics, messages and operators' habits depend on them. */
class GuardLimitsTest {
    @ParameterizedTest(name = "{0} when {3} was usual: slow above {4}, stop above {5}")
    @CsvSource({
        "lock-waiters,          COUNT,            SERVER,      ,           2,          10",
        "lock-waiters,          COUNT,            SERVER,     3,           8,          22",
        "active-sessions,       COUNT,            SERVER,      ,           4,          16",
        "active-sessions,       COUNT,            SERVER,    20,          34,          76",
        "commit-latency,        SECONDS,          SERVER,      ,        0.05,        0.25", // nobody knows what is
        // usual
        "commit-latency,        SECONDS,          SERVER, 0.0005,     0.0008,        0.25", // a fast disk
        "commit-latency,        SECONDS,          SERVER,  0.02,       0.026,        0.25",
        "commit-latency,        SECONDS,          SERVER,   0.1,        0.13,         1.0", // a slow one
        "replication-lag,       SECONDS,          SERVER,      ,           2,          10",
        "replication-lag,       SECONDS,          SERVER,  3600,        3602,        3610", // late on purpose
        "replication-lag-bytes, BYTES,            SERVER,      ,   268435456,  1073741824",
        "replication-lag-bytes, BYTES,            SERVER,  1000,   268436456,  1073742824",
        "replica-lag,           SECONDS,          SERVER,      ,           2,          10",
        "replica-lag,           SECONDS,          SERVER,   100,         102,         110",
        "log-rate,              BYTES_PER_SECOND, SERVER,      ,    Infinity,    Infinity", // never read
        "checkpoints,           COUNT,            SERVER,      ,           5,    Infinity",
        "checkpoints,           COUNT,            SERVER,     2,           7,    Infinity",
        "oldest-snapshot,       SECONDS,          TABLE,       ,         900,        3600",
        "oldest-snapshot,       SECONDS,          TABLE,   7200,        8100,       10800",
        "dead-rows,             SHARE,            TABLE,       ,         0.2,         0.4",
        "dead-rows,             SHARE,            TABLE,    0.3,         0.5,         0.7",
        "connections,           SHARE,            SERVER,      ,         0.9,        0.97",
        "connections,           SHARE,            SERVER,   0.5,         0.9,        0.97",
        "connections,           SHARE,            SERVER,  0.96,        0.98,        0.98",
        "disk,                  SHARE,            SERVER,      ,         0.9,        0.95",
        "disk,                  SHARE,            SERVER,  0.92,        0.93,        0.95",
        "disk,                  SHARE,            SERVER,  0.95,        0.96,        0.97",
        "disk,                  SHARE,            SERVER,  0.99,        0.98,        0.98", // nearly full
        "history-list,          COUNT,            SERVER,      ,      100000,     1000000",
        "history-list,          COUNT,            SERVER, 50000,      150000,     1050000",
        "binlog-rate,           BYTES_PER_SECOND, SERVER,      ,    Infinity,    Infinity", // never read
        "flow-control,          SHARE,            SERVER,      ,        0.05,         0.3",
        "flow-control,          SHARE,            SERVER,   0.1,        0.15,         0.4",
        "flow-control,          SHARE,            SERVER,   0.9,        0.95,        0.98",
    })
    void limits(String name, Unit unit, Scope scope, Double baseline, double slow, double stop) {
        Guard guard = guards(List.of()).stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow();
        Limits limits = guard.limits(baseline == null ? OptionalDouble.empty() : OptionalDouble.of(baseline));

        assertThat(guard.unit()).isEqualTo(unit);
        assertThat(guard.scope()).isEqualTo(scope);
        assertClose(limits.slowAbove(), slow);
        assertClose(limits.stopAbove(), stop);
    }

    @Test
    void everyGuardIsInTheTable() {
        assertThat(guards(List.of()))
                .extracting(Guard::name)
                .containsExactly(
                        "lock-waiters",
                        "active-sessions",
                        "commit-latency",
                        "replication-lag",
                        "replication-lag-bytes",
                        "replica-lag",
                        "log-rate",
                        "checkpoints",
                        "oldest-snapshot",
                        "dead-rows",
                        "connections",
                        "disk",
                        "history-list",
                        "binlog-rate",
                        "flow-control");
    }

    @ParameterizedTest(name = "slow above {0}, stop above {1}")
    @CsvSource({"5, 10, 5, 10", ", 10, 10, 10", "5, , 5, Infinity"})
    void theAuthorsLimitsStandWhateverWasUsual(Double slow, Double stop, double slowAbove, double stopAbove) {
        List<Guard> guards = guards(List.of(new GuardQuery("queue", "SELECT count(*) FROM jobs", slow, stop)));
        Guard guard = guards.get(guards.size() - 1);
        FakeHealth health = new FakeHealth();
        health.number = 7;

        assertThat(guard.name()).isEqualTo("queue");
        assertThat(guard.scope()).isEqualTo(Scope.AUTHOR);
        assertThat(guard.read(health)).hasValue(7);
        assertThat(guard.limits(OptionalDouble.of(1000))).isEqualTo(new Limits(slowAbove, stopAbove));
    }

    /** The definition's rule lists the names, and cannot see the guards. */
    @Test
    void theAuthorMayNotTakeABuiltInName() {
        for (Guard guard : guards(List.of())) {
            assertThatThrownBy(() -> guards(List.of(new GuardQuery(guard.name(), "SELECT 1", 1.0, null))))
                    .as(guard.name())
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("expected a name that no built-in guard has");
        }
    }

    private static List<Guard> guards(List<GuardQuery> author) {
        Backfill backfill = Backfill.builder(
                        "users-fill", "app", new TableName(null, "users"), new Work.Set(Map.of("a", "1")))
                .guards(author)
                .build();
        return Guards.of(backfill, Set.of(), () -> 0);
    }

    private static void assertClose(double found, double expected) {
        if (Double.isInfinite(expected)) {
            assertThat(found).isEqualTo(expected);
        } else {
            assertThat(found).isCloseTo(expected, within(expected * 1e-9));
        }
    }
}
