package dev.backfill.jobs.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends to one receiver over HTTP. Each sending ends in time, whatever the receiver does. Thread-safe. */
final class HttpSending {
    /** From the connection to the answer's last byte. Shorter than a process waits for the last one. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_WITHIN)
            .build();
    private final Map<String, String> headers;

    /**
     * @param headers sent each time; may be secret
     */
    HttpSending(Map<String, String> headers) {
        this.headers = headers;
    }

    /**
     * Returns when the receiver has taken it.
     *
     * @throws IOException if it has not; the message is for people and quotes neither the address nor the answer
     */
    void send(String method, URI to, String contentType, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(ANSWER_WITHIN)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        request.setHeader("Content-Type", contentType);
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            int status =
                    answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status / 100 != 2) {
                throw new IOException("it answers " + status);
            }
        } catch (ExecutionException e) {
            throw new IOException(why(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException(late(), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String why(@Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return late();
        }
        if (cause instanceof ConnectException) {
            return "it cannot be reached";
        }
        if (cause instanceof SSLException) {
            return "there is no secure connection to it: " + cause.getClass().getSimpleName();
        }
        return "the connection broke"
                + (cause == null ? "" : ": " + cause.getClass().getSimpleName());
    }

    private static String late() {
        return "it does not answer within " + ANSWER_WITHIN.toSeconds() + " s";
    }
}
