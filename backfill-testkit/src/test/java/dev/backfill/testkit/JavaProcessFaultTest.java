package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaProcessFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SIGKILL = 128 + 9;
    private static final int SIGTERM = 128 + 15;

    @Test
    void killGivesTheChildNoChanceToSayGoodbye() {
        try (JavaProcess child = JavaProcess.start(Child.class, Map.of("CHILD_NAME", "Ada"), "sleep")) {
            assertThat(child.awaitLine("ready", PATIENCE)).isEqualTo("ready, Ada");
            child.kill();
            assertThat(child.awaitExit(PATIENCE)).isEqualTo(SIGKILL);
            assertThat(child.lines()).doesNotContain("goodbye");
        }
    }

    @Test
    void terminateDoes() {
        try (JavaProcess child = JavaProcess.start(Child.class, "sleep")) {
            child.awaitLine("ready", PATIENCE);
            child.terminate();
            child.awaitLine("goodbye", PATIENCE);
            assertThat(child.awaitExit(PATIENCE)).isEqualTo(SIGTERM);
        }
    }

    @Test
    void aLineThatNeverComesShowsWhatCameInstead() {
        try (JavaProcess child = JavaProcess.start(Child.class)) {
            assertThatThrownBy(() -> child.awaitLine("no such line", PATIENCE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("it ended without")
                    .hasMessageContaining("ready");
            assertThat(child.awaitExit(PATIENCE)).isZero();
        }
    }

    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
            System.out.println("ready, " + System.getenv("CHILD_NAME"));
            if (arguments.length > 0) {
                Thread.sleep(PATIENCE.toMillis());
            }
        }
    }
}
