package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLANNED   | RUNNING ABORTED",
                "RUNNING   | PAUSING PAUSED VERIFYING FAILED ABORTED",
                "PAUSING   | RUNNING PAUSED VERIFYING FAILED ABORTED",
                "PAUSED    | RUNNING ABORTED",
                "VERIFYING | RUNNING PAUSED SUCCEEDED FAILED ABORTED",
                "FAILED    | RUNNING ABORTED",
                "SUCCEEDED | ''",
                "ABORTED   | ''",
            })
    void edges(RunState from, String expected) {
        String next = Arrays.stream(RunState.values())
                .filter(from::mayBecome)
                .map(RunState::name)
                .collect(Collectors.joining(" "));
        assertThat(next).isEqualTo(expected);
    }

    @Test
    void onlySucceededAndAbortedAreFinal() {
        assertThat(Arrays.stream(RunState.values()).filter(RunState::isFinal))
                .containsExactly(RunState.SUCCEEDED, RunState.ABORTED);
    }
}
