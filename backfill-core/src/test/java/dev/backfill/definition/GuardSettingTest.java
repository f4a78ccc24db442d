package dev.backfill.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardSettingTest {
    private static final DefinitionReader READER = new DefinitionReader(Map.of(), Set.of("app"));

    private static Backfill read(String guards) {
        return READER.read("a.yaml", "name: a\ndatabase: app\ntable: t\nset: { x: y }\nguards:\n" + guards);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "commit-latency        | 5ms    | 250ms  | 0.005     | 0.25",
                "replication-lag       | 2s     | 1m     | 2         | 60",
                "replica-lag           | 0s     | 1s     | 0         | 1",
                "oldest-snapshot       | 15m    | 2h     | 900       | 7200",
                "replication-lag-bytes | 64KiB  | 1GiB   | 65536     | 1073741824",
                "log-rate              | 16MiB  | 1TiB   | 16777216  | 1099511627776",
                "lock-waiters          | 0      | 20     | 0         | 20",
                "active-sessions       | 4      | 4      | 4         | 4",
                "checkpoints           | 1      | 2      | 1         | 2",
                "dead-rows             | 12.5%  | 100%   | 0.125     | 1",
                "connections           | 80%    | 95%    | 0.8       | 0.95",
                "disk                  | 0%     | 98%    | 0         | 0.98",
            })
    void limitsAreInTheUnitOfTheSignal(String name, String slow, String stop, double slowAbove, double stopAbove) {
        Backfill read =
                read("  - { name: " + name + ", slow-above: \"" + slow + "\", stop-above: \"" + stop + "\" }\n");

        BuiltInGuard guard = BuiltInGuard.named(name).orElseThrow();
        assertThat(read.guardSettings()).containsExactly(GuardSetting.limits(guard, slowAbove, stopAbove));
        assertThat(read.guards()).isEmpty();
    }

    @Test
    void standBesideQueriesAndSayWhatTheyDo() {
        Backfill read = read(
                """
                  - { name: queue, query: SELECT 1, stop-above: 1 }
                  - { name: commit-latency, slow-above: 5ms, stop-above: 1s }
                  - { name: replication-lag-bytes, stop-above: 96MiB }
                  - { name: dead-rows, off: true, reason: it is cleaned at night }
                  - { name: connections, slow-above: 99% }
                """);

        assertThat(read.guards()).containsExactly(new GuardQuery("queue", "SELECT 1", null, 1.0));
        assertThat(read.guardSettings())
                .extracting(GuardSetting::text)
                .containsExactly(
                        "commit-latency slowed above 5 ms, held above 1 s",
                        "replication-lag-bytes held above 96 MiB",
                        "dead-rows is off: it is cleaned at night",
                        "connections slowed above 99 %");
        assertThat(read.withKey(List.of("id")).guardSettings()).isEqualTo(read.guardSettings());
        assertThat(read.withLimits(Limits.DEFAULT).guardSettings()).isEqualTo(read.guardSettings());
    }

    @Test
    void javaCannotBypassTheRules() {
        assertThatThrownBy(() -> Backfill.builder("a", "app", new TableName(null, "t"), new Work.Set(Map.of("x", "y")))
                        .source(new Source("A", Map.of()))
                        .guardSettings(List.of(
                                GuardSetting.off(BuiltInGuard.DISK, " "),
                                GuardSetting.limits(BuiltInGuard.DISK, 0.5, null),
                                new GuardSetting(BuiltInGuard.DEAD_ROWS, 0.1, null, "why"),
                                GuardSetting.limits(BuiltInGuard.CONNECTIONS, null, 1.5),
                                GuardSetting.limits(BuiltInGuard.LOCK_WAITERS, -1.0, null),
                                GuardSetting.limits(BuiltInGuard.COMMIT_LATENCY, Double.NaN, null),
                                GuardSetting.limits(BuiltInGuard.REPLICA_LAG, 2.0, 1.0),
                                GuardSetting.limits(BuiltInGuard.LOG_RATE, null, null)))
                        .build())
                .isInstanceOfSatisfying(
                        DefinitionException.class,
                        e -> assertThat(e.mistakes())
                                .extracting(DefinitionException.Mistake::found)
                                .containsExactly(
                                        "\"reason:\"",
                                        "\"name: disk\"",
                                        "limits of the guard dead-rows, which is off",
                                        "\"stop-above: 150 %\"",
                                        "\"slow-above: -1\"",
                                        "\"slow-above: NaN\"",
                                        "\"slow-above: 2 s\" and \"stop-above: 1 s\"",
                                        "neither \"slow-above\" nor \"stop-above\" nor \"off\" for the built-in guard log-rate"));
    }
}
