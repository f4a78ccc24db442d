package dev.backfill.jobs.cli;

import dev.backfill.definition.Backfill;
import dev.backfill.jobs.config.MetricsReceiver;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Replaces all that a Prometheus Pushgateway has of a backfill on its database. Its key is job, backfill and database, never
 * the run: groups must not grow with every run.
 */
final class PushGatewayPush implements Pusher.Push {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Pattern PLAIN = Pattern.compile("[\\w~-][\\w.~-]*");

    private final HttpSending sending;
    private final URI group;
    private final Supplier<String> figures;

    /**
     * @param figures as Prometheus text
     */
    PushGatewayPush(MetricsReceiver receiver, Backfill backfill, Supplier<String> figures) {
        this.sending = new HttpSending(receiver.headers());
        this.group = URI.create(receiver.address() + "/metrics/job/backfill" + label("backfill", backfill.name())
                + label("database", backfill.database()));
        this.figures = figures;
    }

    @Override
    public void once() throws IOException, InterruptedException {
        sending.send("PUT", group, TEXT, figures.get().getBytes(StandardCharsets.UTF_8));
    }

    /** In the form for any text where the plain one would be ambiguous. */
    private static String label(String name, String value) {
        return PLAIN.matcher(value).matches()
                ? "/" + name + "/" + value
                : "/" + name + "@base64/"
                        + Base64.getUrlEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
