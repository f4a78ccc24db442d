package dev.backfill.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.ServerState;
import dev.backfill.plan.Finding;
import dev.backfill.plan.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerCheckTest {
    private static ServerState state(boolean standby, boolean readOnly, int replicas, Duration oldest, boolean locked) {
        return new ServerState(standby, readOnly, replicas, oldest, locked);
    }

    @Test
    void aPrimaryAtRestIsFine() {
        ServerState atRest = state(false, false, 0, Duration.ofMinutes(5), false);
        assertThat(ServerCheck.judge(atRest)).isEmpty();
        assertThat(LongTransactionCheck.judge(atRest)).isEmpty();
    }

    @Test
    void whatKeepsUsFromWritingRefuses() {
        List<Finding> findings = ServerCheck.judge(state(true, true, 0, Duration.ZERO, true));
        assertThat(findings).extracting(Finding::code).containsExactly("standby", "read-only", "table-locked");
        assertThat(findings).extracting(Finding::severity).containsOnly(Severity.ERROR);
    }

    @Test
    void replicasAreWorthKnowing() {
        assertThat(ServerCheck.judge(state(false, false, 2, Duration.ZERO, false)))
                .singleElement()
                .satisfies(f -> assertThat(f.saw()).contains("2 replicas"));
    }

    @Test
    void aLongTransactionIsNamedWithItsAge() {
        assertThat(LongTransactionCheck.judge(state(false, false, 0, Duration.ofMinutes(7), false)))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Severity.WARNING);
                    assertThat(f.saw()).contains("7 minutes", "at most 5");
                });
    }
}
