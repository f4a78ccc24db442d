package dev.backfill.database.sql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.error.BackfillException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaServerCheckTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:mariadb://127.0.0.1/app, 10.6.12-MariaDB",
        "jdbc:mariadb://127.0.0.1/app, 11.4.5-MariaDB-log",
        "jdbc:mariadb://127.0.0.1/app, 5.5.5-10.11.6-MariaDB-0+deb12u1",
        "jdbc:mysql://127.0.0.1/app, 8.0.15",
        "jdbc:mysql://127.0.0.1/app, 8.4.3-log",
        "jdbc:mysql://127.0.0.1/app, 9.1.0-commercial",
    })
    void whatTheAddressIsForIsTaken(String url, String version) {
        assertThatCode(() -> MariaServerCheck.refuseUnless("app", MariaFlavour.of(url), version))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:mariadb://127.0.0.1/app | 8.0.15 | database app is MySQL 8.0.15, but its address is for MariaDB",
                "jdbc:mysql://127.0.0.1/app | 11.4.5-MariaDB | database app is MariaDB 11.4.5-MariaDB, but its address is for MySQL",
                "jdbc:mysql://127.0.0.1/app | 5.5.5-10.6.1-MariaDB | MariaDB 5.5.5-10.6.1-MariaDB, but its address",
                "jdbc:mysql://127.0.0.1/app | 5.7.44 | database app is MySQL 5.7.44; expected 8.0 or newer",
                "jdbc:mariadb://127.0.0.1/app | 10.5.9-MariaDB | database app is MariaDB 10.5.9-MariaDB; expected 10.6 or newer",
            })
    void anythingElseIsRefused(String url, String version, String message) {
        assertThatThrownBy(() -> MariaServerCheck.refuseUnless("app", MariaFlavour.of(url), version))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining(message);
    }
}
