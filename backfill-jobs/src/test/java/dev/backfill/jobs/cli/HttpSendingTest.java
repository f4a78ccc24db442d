package dev.backfill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSendingTest {
    private static final String SECRET = "s3cret";
    private static final Duration BOUND = HttpSending.ANSWER_WITHIN.plusSeconds(20);

    private final HttpSending sending = new HttpSending(Map.of("Authorization", "Bearer " + SECRET));

    @Test
    void whatIsTakenArrivesWithItsHeaders() throws IOException, InterruptedException {
        try (FiguresReceiver receiver = new FiguresReceiver()) {
            receiver.status = 202;
            send(receiver.port());

            FiguresReceiver.Arrival arrival = receiver.arrivals().get(0);
            assertThat(arrival.authorization()).hasValue("Bearer " + SECRET);
            assertThat(arrival.body().toStringUtf8()).isEqualTo("figures");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 500})
    void everyOtherAnswerIsAFailureThatQuotesNothing(int status) throws IOException {
        try (FiguresReceiver receiver = new FiguresReceiver()) {
            receiver.status = status;

            assertThatThrownBy(() -> send(receiver.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it answers " + status);
        }
    }

    @Test
    void oneThatIsNotThereCannotBeReached() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }

        assertThatThrownBy(() -> send(nobody)).isInstanceOf(IOException.class).hasMessage("it cannot be reached");
    }

    /** One that says nothing at all, and one that begins to answer and never ends. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslowly"})
    void oneThatHangsIsLeftInTime(String beginning) throws IOException, InterruptedException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(deaf, beginning));
            answering.start();
            long begin = System.nanoTime();

            assertThatThrownBy(() -> send(deaf.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it does not answer within 4 s");

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
            answering.interrupt();
            answering.join();
        }
    }

    private static void answer(ServerSocket deaf, String beginning) {
        try (Socket socket = deaf.accept()) {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            // the test is over
        }
    }

    private void send(int port) throws IOException, InterruptedException {
        sending.send(
                "PUT",
                URI.create("http://127.0.0.1:" + port + "/x"),
                "text/plain",
                "figures".getBytes(StandardCharsets.UTF_8));
    }
}
