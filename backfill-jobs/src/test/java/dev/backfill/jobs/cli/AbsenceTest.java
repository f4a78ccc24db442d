package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AbsenceTest {
    private final RuntimeException away = failure(FailureClass.CONNECTION);
    private long now;
    private final Absence absence = new Absence(() -> now);

    private static DatabaseException failure(FailureClass failureClass) {
        return new DatabaseException(failureClass, null, "database app does not answer", false, null);
    }

    private void later(Duration time) {
        now += time.toNanos();
    }

    @Test
    void isSaidOnceAndSoIsItsEnd() {
        assertThat(absence.answered()).isNull();
        assertThat(absence.missed(away))
                .isEqualTo("backfill: cannot look: database app does not answer; looking again for up to 5 minutes");
        later(Duration.ofSeconds(12));
        assertThat(absence.missed(away)).isNull();
        assertThat(absence.text()).isEqualTo("cannot look since 12 s: database app does not answer");
        assertThat(absence.answered()).isEqualTo("backfill: there is an answer again");
        assertThat(absence.answered()).isNull();
    }

    @Test
    void lastsNoLongerThanPatienceAndEachHasItsOwn() {
        absence.missed(away);
        later(Duration.ofSeconds(299));
        absence.missed(away);
        absence.answered();
        later(Duration.ofSeconds(2));
        assertThat(absence.missed(away)).contains("cannot look");
        later(Duration.ofMinutes(5));
        assertThatThrownBy(() -> absence.missed(away)).isSameAs(away);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"DATA", "DEFINITIVE"})
    void whatTimeDoesNotMendIsThrownAtOnce(FailureClass failureClass) {
        RuntimeException failure = failure(failureClass);
        assertThatThrownBy(() -> absence.missed(failure)).isSameAs(failure);
        RuntimeException gone = new BackfillException(ErrorCode.RUN_NOT_FOUND, "there is no run", "");
        assertThatThrownBy(() -> absence.missed(gone)).isSameAs(gone);
    }

    @Test
    void aDatabaseThatCannotBeOpenedMayComeBack() {
        assertThat(absence.missed(new BackfillException(ErrorCode.DATABASE_UNREACHABLE, "cannot be opened", "")))
                .contains("cannot be opened");
    }
}
