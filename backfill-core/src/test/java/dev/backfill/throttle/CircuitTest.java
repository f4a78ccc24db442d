package dev.backfill.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.throttle.Circuit.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CircuitTest {
    private final AtomicLong nanos = new AtomicLong(1);
    /** 2 s, then 4 s, then 8 s. */
    private final Circuit circuit = new Circuit("app", nanos::get, tries -> Math.min(8_000L, 1_000L << tries));

    private final List<State> told = new ArrayList<>();
    private final Circuit.Subscription subscription = circuit.subscribe(told::add);

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"CONNECTION", "CAPACITY"})
    void opensAfterFourFailuresInARow(FailureClass failureClass) {
        fail(failureClass, 3);
        assertThat(circuit.admit()).isZero();
        circuit.failed(failure(failureClass));

        assertThat(circuit.admit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(told).containsExactly(new State(true, "database app does not answer: why; tried again in 2 s"));
        assertThat(circuit.state()).isEqualTo(told.get(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"CONTENTION", "DATA", "DEFINITIVE"})
    void aDatabaseThatRefusesAnswers(FailureClass failureClass) {
        fail(failureClass, 100);
        assertThat(circuit.admit()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void doesNotNameTheDatabaseTwice() {
        for (int i = 0; i < 4; i++) {
            assertThat(circuit.admit()).isZero();
            circuit.failed(new DatabaseException(
                    FailureClass.CAPACITY, "53300", "database app has no room: too many clients", false, null));
        }
        assertThat(circuit.state().text()).isEqualTo("database app has no room: too many clients; tried again in 2 s");
    }

    @Test
    void failuresWithAnswersInBetweenAreNoOutage() {
        for (int i = 0; i < 50; i++) {
            fail(FailureClass.CONNECTION, 3);
            assertThat(circuit.admit()).isZero();
            circuit.answered();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void oneTriesAndTheOthersWait() {
        open();
        pass(Duration.ofSeconds(1));
        assertThat(circuit.admit()).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofMillis(1_001));

        assertThat(circuit.admit()).as("the one").isZero();
        assertThat(circuit.admit()).as("another").isEqualTo(Duration.ofMillis(250));
        circuit.answered();

        assertThat(circuit.admit()).as("all again").isZero();
        assertThat(circuit.admit()).isZero();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEqualTo(new State(false, "database app answers again after 2.0 s"));
    }

    @Test
    void triesLaterAndLater() {
        open();
        pass(Duration.ofMillis(2_001));
        assertThat(circuit.admit()).isZero();
        circuit.failed(failure(FailureClass.CONNECTION));

        assertThat(circuit.admit()).isEqualTo(Duration.ofSeconds(4));
        pass(Duration.ofMillis(4_001));
        assertThat(circuit.admit()).isZero();
        circuit.failed(failure(FailureClass.CAPACITY));
        assertThat(circuit.admit()).isEqualTo(Duration.ofSeconds(8));
        assertThat(told.get(2).text()).isEqualTo("database app does not answer: why; tried again in 8 s");
        pass(Duration.ofMillis(8_001));
        assertThat(circuit.admit()).isZero();
        circuit.answered();
        assertThat(told.get(3).text()).isEqualTo("database app answers again after 14.0 s");
    }

    @Test
    void whoTriesAndLearnsNothingLeavesItToTheNext() {
        open();
        pass(Duration.ofMillis(2_001));
        assertThat(circuit.admit()).isZero();
        circuit.withdraw();
        assertThat(circuit.admit()).as("the next").isZero();
    }

    @Test
    void tellsWhoComesInTheMiddleAndNobodyWhoHasLeft() {
        open();
        List<State> late = new ArrayList<>();
        circuit.subscribe(late::add);
        assertThat(late).isEqualTo(told);

        subscription.close();
        pass(Duration.ofMillis(2_001));
        assertThat(circuit.admit()).isZero();
        circuit.answered();
        assertThat(late).hasSize(2);
        assertThat(told).hasSize(1);
    }

    private void open() {
        fail(FailureClass.CONNECTION, 4);
    }

    private void fail(FailureClass failureClass, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(circuit.admit()).isZero();
            circuit.failed(failure(failureClass));
        }
    }

    private static DatabaseException failure(FailureClass failureClass) {
        return new DatabaseException(failureClass, null, "why", false, null);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
