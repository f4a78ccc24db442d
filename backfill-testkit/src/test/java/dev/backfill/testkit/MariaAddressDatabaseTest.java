package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.TransactionOptions;
import dev.backfill.database.sql.Databases;
import dev.backfill.error.BackfillException;
import dev.backfill.testkit.MariaFixture.Product;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both drivers connect to either server; ours are told apart by what the server says it is. */
class MariaAddressDatabaseTest {
    @ParameterizedTest
    @EnumSource
    void theServerSaysWhatItIs(Product product) {
        try (Database database = new MariaFixture(product).open()) {
            assertThat(database.capabilities().product()).isEqualTo(product.name);
        }
    }

    @ParameterizedTest
    @CsvSource({"MARIADB, jdbc:mysql:, MySQL, jdbc:mariadb:", "MYSQL, jdbc:mariadb:, MariaDB, jdbc:mysql:"})
    void theOtherProductsAddressIsRefused(Product product, String address, String wanted, String hint) {
        String url = new MariaFixture(product).url().replaceFirst("jdbc:\\w+:", address);
        try (Database database = open(url, null, null)) {
            assertThatThrownBy(database::capabilities)
                    .isInstanceOfSatisfying(BackfillException.class, e -> assertThat(e.hint())
                            .isEqualTo("let its url begin with " + hint))
                    .hasMessageContaining("database app is " + product.name)
                    .hasMessageContaining("its address is for " + wanted);
        }
    }

    /** The first time the server wants the password itself, encrypted by TLS or by its own key. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?sslMode=DISABLED"})
    void aPasswordNeedsNoOptionInTheAddress(String options) {
        MariaFixture server = new MariaFixture(Product.MYSQL);
        String schema = server.text("SELECT DATABASE()");
        server.run(
                "DROP USER IF EXISTS 'secretive'@'%'",
                "CREATE USER 'secretive'@'%' IDENTIFIED WITH caching_sha2_password BY 'pass word'",
                "GRANT ALL ON " + schema + ".* TO 'secretive'@'%'");
        String url = server.url().replaceFirst("\\?.*", options);

        try (Database database = open(url, "secretive", "pass word")) {
            assertThat(database.<String>transact(
                            TransactionOptions.CONTROL,
                            session -> session.one("SELECT CURRENT_USER()", row -> row.string(1))))
                    .isEqualTo("secretive@%");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb:sequential://127.0.0.1:1,127.0.0.1:2/x",
                "jdbc:mariadb:replication://127.0.0.1:1/x",
                "jdbc:mariadb://127.0.0.1:1,127.0.0.1:2/x",
                "jdbc:mysql:loadbalance://127.0.0.1:1/x",
                "jdbc:mysql://127.0.0.1:1,127.0.0.1:2/x?user=a",
                "jdbc:mysql://127.0.0.1:1,a:b@127.0.0.1:2/x",
                "jdbc:mysql://(host=127.0.0.1,port=1),(host=127.0.0.1,port=2)/x",
            })
    void aDriverThatChoosesAServerIsRefused(String url) {
        assertThatThrownBy(() -> open(url, null, null))
                .isInstanceOf(BackfillException.class)
                .hasMessageContaining("database app")
                .hasMessageContaining("expected one host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://(host=127.0.0.1,port=1)/x",
                "jdbc:mysql://a:b@127.0.0.1:1/x?user=a,b",
                "jdbc:mariadb://127.0.0.1",
                "jdbc:mariadb://[::1]:1/x"
            })
    void aDriverThatChoosesNothingIsNot(String url) {
        assertThatCode(() -> open(url, null, null).close()).doesNotThrowAnyException();
    }

    @Test
    void aWrongPasswordIsRefusedAtOnce() {
        try (Database database = open(new MariaFixture(Product.MYSQL).url().replaceFirst("\\?.*", ""), "nobody", "x")) {
            assertThatThrownBy(database::capabilities)
                    .isInstanceOf(BackfillException.class)
                    .hasMessageContaining("refuses the connection")
                    .hasMessageContaining("error 1045");
        }
    }

    private static Database open(String url, @Nullable String user, @Nullable String password) {
        return Databases.open(new DatabaseSettings("app", url, user, password, null, 2));
    }
}
