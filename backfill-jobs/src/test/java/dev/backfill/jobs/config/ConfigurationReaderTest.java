package dev.backfill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

class ConfigurationReaderTest {
    @TempDir
    Path folder;

    private final Map<String, Object> variables = new HashMap<>();

    @Test
    void readsTheContractsExample() throws IOException {
        variables.put("APP_PASSWORD", "s3cret");

        Configuration configuration = read(
                """
                backfill:
                  databases:
                    app: { url: "jdbc:postgresql://127.0.0.1:5432/app", username: app, password: "${APP_PASSWORD}" }
                  control: app
                  definitions: ./definitions
                """);

        assertThat(configuration.database("app"))
                .isEqualTo(
                        new DatabaseSettings("app", "jdbc:postgresql://127.0.0.1:5432/app", "app", "s3cret", null, 72));
        assertThat(configuration.control()).isEqualTo("app");
        assertThat(configuration.definitions()).isEqualTo(folder.resolve("definitions"));
        assertThat(configuration.toString()).doesNotContain("s3cret", "127.0.0.1");
    }

    @Test
    void webhooksAreKnownByNameAndTheirAddressesAreNeverShown() throws IOException {
        variables.put("ON_CALL_WEBHOOK", "http://127.0.0.1:9/hook/T0K3N");
        String databases = "backfill: { databases: { app: { url: 'jdbc:postgresql:app' } }, webhooks: ";

        Configuration configuration = read(databases + "{ on-call: { url: '${ON_CALL_WEBHOOK}' } } }");
        assertThat(configuration.webhooks()).containsEntry("on-call", "http://127.0.0.1:9/hook/T0K3N");
        assertThat(configuration.toString()).contains("on-call").doesNotContain("T0K3N");

        assertThatThrownBy(() -> read(databases + "{ on-call: { url: 'T0K3N without an address' } } }"))
                .hasMessageContaining("backfill.webhooks.on-call.url")
                .hasMessageContaining("expected https://")
                .hasMessageNotContaining("T0K3N");
        assertThatThrownBy(() -> read(databases + "{ on-call: {} } }")).hasMessageContaining("found nothing");
    }

    @Test
    void definitionsLieBesideTheFileUnlessTheyAreElsewhere() throws IOException {
        assertThat(read("backfill: { databases: { app: { url: 'jdbc:postgresql:app' } } }")
                        .definitions())
                .isEqualTo(folder.resolve("backfills"));
    }

    @Test
    void theEnvironmentOverridesAndAddsInItsOwnSpelling() throws IOException {
        variables.put("BACKFILL_DATABASES_APP_PASSWORD", "from-environment");
        variables.put("BACKFILL_DATABASES_APP_SCHEMA", "ops");
        variables.put("BACKFILL_JAVA_OPTS", "-Xmx1g");

        DatabaseSettings app = read("backfill: { databases: { app: { url: 'jdbc:postgresql:app', password: x } } }")
                .database("app");

        assertThat(app.password()).isEqualTo("from-environment");
        assertThat(app.schema()).isEqualTo("ops");
    }

    @Test
    void aMissingFileSaysWhatToCreate() {
        assertThatThrownBy(() -> ConfigurationReader.read(folder.resolve("nope.yaml"), environment()))
                .isInstanceOfSatisfying(BackfillException.class, e -> {
                    assertThat(e).hasMessageContaining("nope.yaml does not exist");
                    assertThat(e.hint()).contains("backfill: {databases:", "--config");
                });
    }

    @Test
    void anUnknownPropertyIsRefusedWithItsLine() {
        assertRefused(
                """
                backfill:
                  databases:
                    app:
                      url: jdbc:postgresql:app
                      pasword: s3cret
                """,
                "backfill.yaml:5: found the unknown property backfill.databases.app.pasword; expected");
    }

    @Test
    void aMisspeltVariableIsRefused() {
        variables.put("BACKFILL_DATABASES_APP_PASWORD", "s3cret");

        assertRefused(
                "backfill: { databases: { app: { url: 'jdbc:postgresql:app' } } }",
                "environment: found the unknown variable BACKFILL_DATABASES_APP_PASWORD");
    }

    @ParameterizedTest
    @CsvSource({
        "BACKFILL_CONTRL, BACKFILL_CONTROL",
        "BACKFILL_CONTROLL, BACKFILL_CONTROL",
        "BACKFILL_DEFINITION, BACKFILL_DEFINITIONS",
        "BACKFILL_WEBHOOK_ONCALL_URL, BACKFILL_WEBHOOKS_NAME_URL",
        "BACKFILL_WEBHOOKS_ONCALL_ADDRESS, BACKFILL_WEBHOOKS_NAME_URL",
        "BACKFILL_DATABASE_APP_PASSWORD, BACKFILL_DATABASES_NAME_"
    })
    void aVariableIsRefusedWhoseNameIsNearlyThatOfAProperty(String name, String expected) {
        variables.put(name, "s3cret");

        assertRefused(
                "backfill: { databases: { app: { url: 'jdbc:postgresql:app' } } }",
                "environment: found the unknown variable " + name + "; expected " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BACKFILL_LOG_FORMAT", "BACKFILL_JAVA_OPTS", "BACKFILL_HOME", "BACKFILL_APP_PASSWORD"})
    void aVariableThatIsNoPropertyIsNobodysBusiness(String name) throws IOException {
        variables.put(name, "s3cret");

        assertThat(read("backfill: { databases: { app: { url: 'jdbc:postgresql:app' } } }")
                        .databases())
                .containsOnlyKeys("app");
    }

    @Test
    void anUnresolvedPlaceholderIsRefusedWithItsLineAndName() {
        assertRefused(
                """
                backfill:
                  databases:
                    app:
                      url: jdbc:postgresql:app
                      password: s3cret${APP_PASSWORD}
                """,
                "backfill.yaml:5: backfill.databases.app.password: found a placeholder that nothing resolves: APP_PASSWORD");
    }

    @Test
    void whatIsNoYamlIsRefusedWithoutQuotingIt() {
        assertRefused(
                """
                backfill:
                  databases:
                    app: { url: jdbc:postgresql:app, password: "s3cret }
                """,
                "found something that is not YAML");
    }

    @Test
    void aValueOfTheWrongKindIsRefusedWithoutQuotingIt() {
        assertRefused("backfill: { databases: s3cret }", "backfill.databases");
    }

    @Test
    void anAddressMustBeOneAndIsNotShown() {
        assertRefused(
                "backfill: { databases: { app: { url: 'postgres://app:s3cret@127.0.0.1/app' } } }",
                "backfill.databases.app.url: found something that does not begin with jdbc:");
        assertRefused("backfill: { databases: { app: { username: app } } }", "app.url: found nothing");
    }

    @Test
    void replicasAreOtherConfiguredDatabases() throws IOException {
        variables.put("BACKFILL_DATABASES_READER_REPLICAS_0", "far");
        String yaml = "backfill: { databases: { app: { url: 'jdbc:postgresql:app', replicas: %s },"
                + " reader: { url: 'jdbc:postgresql:reader' }, far: { url: 'jdbc:postgresql:far' } } }";

        Configuration configuration = read(yaml.formatted("[reader, far]"));

        assertThat(configuration.database("app").replicas())
                .extracting(DatabaseSettings::name)
                .containsExactly("reader", "far");
        assertThat(configuration.database("reader").replicas())
                .extracting(DatabaseSettings::name)
                .containsExactly("far");
        assertThat(configuration.database("far").replicas()).isEmpty();
        assertRefused(yaml.formatted("[redaer]"), "app.replicas: found redaer; expected some of [reader, far]");
        assertRefused(yaml.formatted("[app]"), "app.replicas: found app; expected some of [reader, far]");
    }

    @Test
    void aDatabaseMayHaveABudgetForAllRuns() throws IOException {
        String yaml = "backfill: { databases: { app: { url: 'jdbc:postgresql:app', rows-per-second: %s } } }";

        assertThat(read(yaml.formatted("5000")).database("app").rowsPerSecond()).isEqualTo(5000);
        assertRefused(yaml.formatted("0"), "backfill.databases.app.rows-per-second: found 0; expected a whole number");
        assertRefused(yaml.formatted("many"), "backfill.databases.app.rows-per-second");
    }

    @Test
    void controlMustBeConfigured() {
        assertRefused(
                "backfill: { control: ops, databases: { app: { url: 'jdbc:postgresql:app' } } }",
                "backfill.control: found ops; expected one of [app]");
        assertRefused("backfill: { definitions: x }", "found no database");
    }

    @Test
    void figuresOfRunsMayBeSentToReceivers() throws IOException {
        variables.put("BACKFILL_METRICS_PUSHGATEWAY_PASSWORD", "s3cret");
        variables.put("OTLP_KEY", "s3cret");
        Configuration configuration = read(
                metrics(
                        """
                push-gateway: { url: "http://127.0.0.1:9091/", interval: 5s, username: ops }
                    otlp: { url: "https://[::1]:4318", headers: { X-Api-Key: "${OTLP_KEY}" } }
                """));

        MetricsReceiver gateway = Objects.requireNonNull(configuration.metrics().pushGateway());
        assertThat(gateway.address()).hasToString("http://127.0.0.1:9091");
        assertThat(gateway.every()).hasSeconds(5);
        assertThat(gateway.headers()).containsExactly(Map.entry("Authorization", "Basic b3BzOnMzY3JldA=="));
        MetricsReceiver otlp = Objects.requireNonNull(configuration.metrics().otlp());
        assertThat(otlp.address()).hasToString("https://[::1]:4318/v1/metrics");
        assertThat(otlp.every()).hasSeconds(15);
        assertThat(otlp.headers()).containsExactly(Map.entry("X-Api-Key", "s3cret"));
        assertThat(configuration.metrics().toString()).doesNotContain("s3cret", "b3Bz");
    }

    @Test
    void whatIsSaidInTheirPlaceGetsNoneOfTheirSecrets() throws IOException {
        MetricsReceivers configured = read(metrics(
                        "push-gateway: { url: 'http://127.0.0.1:9091', interval: 5s, username: ops, password: s3cret }"))
                .metrics();

        MetricsReceiver other = Objects.requireNonNull(configured
                .with(MetricsReceiver.at(MetricsReceiver.gateway("http://127.0.0.1:9092")), null)
                .pushGateway());

        assertThat(other.address()).hasPort(9092);
        assertThat(other.headers()).isEmpty();
        assertThat(other.every()).hasSeconds(15);
        assertThat(configured.with(null, null)).isEqualTo(configured);
    }

    @Test
    void withoutReceiversNobodyIsTold() throws IOException {
        assertThat(read("backfill: { databases: { app: { url: 'jdbc:postgresql:app' } } }")
                        .metrics())
                .isEqualTo(MetricsReceivers.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "push-gateway: {} | push-gateway.url: found nothing; expected http://HOST:PORT",
                "push-gateway: { url: 's3cret:9091' } | push-gateway.url: found something that is no address",
                "push-gateway: { url: 'http://ops:s3cret@127.0.0.1:9091' } | found an address with a user's name or password in it",
                "push-gateway: { url: 'http://127.0.0.1:9091?s3cret=1' } | found an address with a question mark in it",
                "push-gateway: { url: 'http://127.0.0.1:70000' } | found an address without a valid host or port",
                "push-gateway: { url: 'http://127.0.0.1:9091', interval: 31s } | push-gateway.interval: found 31000 ms; expected a time such as 15s, from 1s to 30s",
                "push-gateway: { url: 'http://127.0.0.1:9091', interval: 5 } | push-gateway.interval: found 5 ms",
                "push-gateway: { url: 'http://127.0.0.1:9091', interval: soon } | push-gateway.interval",
                "push-gateway: { url: 'http://127.0.0.1:9091', username: ops } | push-gateway.username, password: found one without the other",
                "push-gateway: { url: 'http://127.0.0.1:9091', password: s3cret } | push-gateway.username, password: found one without the other",
                "push-gateway: { url: 'http://127.0.0.1:9091', token: s3cret } | found the unknown property backfill.metrics.push-gateway.token",
                "otlp: { url: 'grpc://127.0.0.1:4317' } | otlp.url: found something that is no address",
                "otlp: { url: 'http://127.0.0.1:4318', headers: { Host: s3cret } } | otlp.headers: found one that cannot be sent",
                "otlp: { url: 'http://127.0.0.1:4318', headers: { X-Key: \"s3cret\\nX: y\" } } | otlp.headers: found one that cannot be sent",
                "promtheus: {} | found the unknown property backfill.metrics.promtheus",
            })
    void aReceiverThatIsWrittenWronglyIsRefusedWithoutQuotingIt(String receiver, String message) {
        assertRefused(metrics(receiver), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"BACKFILL_METRICS_PUSHGATEWAY_PASWORD", "BACKFILL_METRICS_OLTP_URL", "BACKFILL_METRICS_URL"})
    void aMisspeltVariableOfAReceiverIsRefused(String name) {
        variables.put(name, "s3cret");

        assertRefused(
                "backfill: { databases: { app: { url: 'jdbc:postgresql:app' } } }",
                "environment: found the unknown variable " + name + "; expected BACKFILL_METRICS_PUSHGATEWAY_");
    }

    private static String metrics(String receivers) {
        return """
                backfill:
                  databases: { app: { url: 'jdbc:postgresql:app' } }
                  metrics:
                    %s
                """
                .formatted(receivers);
    }

    private void assertRefused(String yaml, String message) {
        BackfillException e = catchThrowableOfType(BackfillException.class, () -> read(yaml));
        assertThat(e).isNotNull().hasMessageContaining(message);
        assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        assertThat(e.getMessage() + e.hint()).doesNotContain("s3cret");
    }

    private Configuration read(String yaml) throws IOException {
        Path file = folder.resolve("backfill.yaml");
        Files.writeString(file, yaml);
        return ConfigurationReader.read(file, environment());
    }

    private StandardEnvironment environment() {
        return new StandardEnvironment() {
            @Override
            public Map<String, Object> getSystemEnvironment() {
                return variables;
            }
        };
    }
}
