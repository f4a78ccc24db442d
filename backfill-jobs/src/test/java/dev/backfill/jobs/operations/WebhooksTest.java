package dev.backfill.jobs.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.backfill.run.Outbox.Message;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunSignal;
import dev.backfill.run.RunState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

class WebhooksTest {
    private static final RunId RUN = new RunId("users-1");
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final String SECRET = "T0K3N-in-the-path";

    private final Events events = new Events();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private volatile int answer = 200;
    private HttpServer server;

    /** An outbox in memory. */
    private static final class Events implements Webhooks.Source {
        private final List<Message> all = new CopyOnWriteArrayList<>();
        private final Map<String, Integer> told = new ConcurrentHashMap<>();

        void add(String what, String detail) {
            all.add(new Message(all.size() + 1, new RunEvent(RUN, AT.plusSeconds(all.size()), "engine", what, detail)));
        }

        @Override
        public List<Message> waiting(RunId run, String receiver, int limit) {
            return all.stream()
                    .filter(m -> m.number() > told.getOrDefault(receiver, 0))
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<RunId> behind(String receiver) {
            return told.getOrDefault(receiver, 0) < all.size() ? List.of(RUN) : List.of();
        }

        @Override
        public void delivered(RunId run, String receiver, int number) {
            told.put(receiver, number);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        server.stop(0);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(WebhookSender.class);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + SECRET;
    }

    @Test
    void tellsWhatMattersInOrderAndOnce() {
        events.add("state", "PLANNED → RUNNING");
        events.add("chunk-size", "500 rows: slower than target");
        events.add("state", "RUNNING → PAUSED: disk <full> & more");
        try (Webhooks webhooks = new Webhooks(Map.of("chat", url()), events)) {
            webhooks.on(running());
            await(() -> bodies.size() == 2);
            webhooks.on(running());
        }

        assertThat(bodies.stream()
                        .map(body ->
                                JsonMapper.shared().readTree(body).at("/text").asString()))
                .containsExactly(
                        "*users-1* state: PLANNED → RUNNING (engine, 2026-11-20T10:00:00Z)",
                        "*users-1* state: RUNNING → PAUSED: disk &lt;full&gt; &amp; more (engine, 2026-11-20T10:00:02Z)");
        assertThat(events.told).containsEntry("chat", 3);
    }

    @Test
    void guardsThatWaverAreToldOfSeldom() {
        for (int i = 0; i < 20; i++) {
            events.add("pace", "replication-lag 3 s > 2 s");
        }
        events.add("state", "RUNNING → VERIFYING");
        try (Webhooks webhooks = new Webhooks(Map.of("chat", url()), events)) {
            webhooks.on(running());
            await(() -> events.told.getOrDefault("chat", 0) == 21);
        }

        assertThat(bodies).hasSize(2);
    }

    @Test
    void aReceiverThatFailsIsReportedOnceAndGetsEverythingInTheEnd() {
        answer = 500;
        events.add("state", "PLANNED → RUNNING");
        events.add("state", "RUNNING → VERIFYING");
        try (Webhooks webhooks = new Webhooks(Map.of("chat", url()), events)) {
            webhooks.on(running());
            await(() -> bodies.size() == 2);
            assertThat(events.told).isEmpty();

            answer = 200;
            await(() -> events.told.getOrDefault("chat", 0) == 2);
        }

        assertThat(warnings()).hasSize(1).allMatch(line -> line.contains("chat") && line.contains("500"));
        assertThat(log.list).noneMatch(line -> line.getFormattedMessage().contains(SECRET));
    }

    @Test
    void aReceiverThatHangsDisturbsNeitherTheRunNorTheOthers() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            events.add("state", "PLANNED → RUNNING");
            String hangs = "http://127.0.0.1:" + deaf.getLocalPort() + "/" + SECRET;
            long begin = System.nanoTime();
            try (Webhooks webhooks = new Webhooks(Map.of("deaf", hangs, "chat", url()), events)) {
                for (int i = 0; i < 100_000; i++) {
                    webhooks.on(running());
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .as("a hundred thousand signals")
                        .isLessThan(Duration.ofSeconds(3));
                await(() -> events.told.containsKey("chat"));
            }

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
            assertThat(events.told).containsOnlyKeys("chat");
            assertThat(log.list).noneMatch(line -> line.getFormattedMessage().contains(SECRET));
        }
    }

    @Test
    void whatWasNotDeliveredIsDeliveredByTheNextProcess() {
        answer = 503;
        events.add("state", "PLANNED → RUNNING");
        try (Webhooks webhooks = new Webhooks(Map.of("chat", url()), events)) {
            webhooks.on(running());
            await(() -> !bodies.isEmpty());
        }
        assertThat(events.told).isEmpty();

        answer = 204;
        try (Webhooks webhooks = new Webhooks(Map.of("chat", url()), events)) {
            webhooks.on(running());
        }
        assertThat(events.told).containsEntry("chat", 1);
    }

    /** A run that ended while the receiver was away has no process of its own any more. */
    @Test
    void whatNobodyTellsIsToldByAnyProcess() {
        events.add("state", "VERIFYING → SUCCEEDED");
        new Webhooks(Map.of("chat", url()), events).close();

        assertThat(bodies).hasSize(1).allMatch(body -> body.contains("SUCCEEDED"));
        assertThat(events.told).containsEntry("chat", 1);
    }

    @Test
    void aMessageThatIsRefusedKeepsNoOtherBack() {
        events.add("state", "PLANNED → RUNNING");
        events.add("state", "RUNNING → VERIFYING");
        answer = 400;
        try (Webhooks webhooks = new Webhooks(Map.of("chat", url()), events)) {
            webhooks.on(running());
        }

        assertThat(bodies).hasSize(2);
        assertThat(events.told).containsEntry("chat", 2);
        assertThat(warnings()).hasSize(2).allMatch(line -> line.contains("users-1") && line.contains("400"));
    }

    private List<String> warnings() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            if (event.getLevel().toString().equals("WARN")) {
                lines.add(event.getFormattedMessage());
            }
        }
        return lines;
    }

    private static RunSignal running() {
        return new RunSignal.StateChanged(RUN, RunState.RUNNING, "");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
