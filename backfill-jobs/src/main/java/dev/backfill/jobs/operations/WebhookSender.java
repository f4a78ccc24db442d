package dev.backfill.jobs.operations;

import dev.backfill.run.Outbox.Message;
import dev.backfill.run.RunId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Delivers to one receiver, in order, each message until it is taken or refused. */
final class WebhookSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final String PACE = "pace";
    /** What is worth a message: sizes of chunks and the like are not. */
    private static final Set<String> TOLD = Set.of("state", "hold", "go-on", "circuit", "verify", PACE, "take-over");
    /** Answers that are about the message, which would be refused again and keep back all behind it. */
    private static final Set<Integer> MESSAGE_REFUSED = Set.of(400, 413, 422);
    /** What guards do may change every few seconds; nobody reads that. */
    private static final Duration PACE_AT_MOST_EVERY = Duration.ofMinutes(5);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);
    private static final long LOOK_EVERY_MILLIS = 5_000;
    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final int AT_ONCE = 100;

    private final String name;
    private final URI address;
    private final Webhooks.Source source;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
    private final Thread thread;
    private @Nullable RunId run;
    private boolean news;
    private boolean finishing;
    private boolean reported;
    private long wait = FIRST_WAIT_MILLIS;
    private Instant quietUntil = Instant.MIN;

    /**
     * @param url never shown: it may carry a secret
     */
    WebhookSender(String name, String url, Webhooks.Source source) {
        this.name = name;
        this.address = URI.create(url);
        this.source = source;
        this.thread = new Thread(this::work, "backfill-webhook-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @param changed null means the run that is known
     */
    synchronized void wake(@Nullable RunId changed) {
        run = changed == null ? run : changed;
        news = true;
        notifyAll();
    }

    /** Delivers what there is, then ends. */
    synchronized void finish() {
        finishing = true;
        notifyAll();
    }

    /** False if the caller was interrupted; after the time the thread is left to end by itself. */
    boolean awaitEnd(long millis) {
        try {
            thread.join(millis);
            thread.interrupt();
            return true;
        } catch (InterruptedException e) {
            thread.interrupt();
            return false;
        }
    }

    private void work() {
        try {
            boolean last = false;
            boolean caughtUp = false;
            while (!last) {
                last = pause();
                RunId known = known();
                boolean told = known == null || deliver(known);
                if (told && (last || !caughtUp)) {
                    told = catchUp();
                    caughtUp = told;
                }
                if (!told && !last) {
                    backOff();
                }
            }
        } catch (InterruptedException e) {
            // out of time; what is left stays in the outbox
        }
    }

    private synchronized @Nullable RunId known() {
        return run;
    }

    /** Waits for news or a while; true if this is the last look. */
    private synchronized boolean pause() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS);
        for (long left = LOOK_EVERY_MILLIS; left > 0 && !news && !finishing; left = millisUntil(until)) {
            wait(left);
        }
        news = false;
        return finishing;
    }

    private synchronized void backOff() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
        for (long left = wait; left > 0 && !finishing; left = millisUntil(until)) {
            wait(left);
        }
        wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
        news = true;
    }

    private static long millisUntil(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
    }

    /** False if something could not be delivered. */
    private boolean deliver(RunId of) throws InterruptedException {
        try {
            List<Message> waiting = source.waiting(of, name, AT_ONCE);
            for (Message message : waiting) {
                if (worthTelling(message) && !post(message)) {
                    return false;
                }
                source.delivered(of, name, message.number());
            }
            synchronized (this) {
                news |= waiting.size() == AT_ONCE;
            }
            return true;
        } catch (RuntimeException e) {
            // the run itself meets the same database and says so
            LOG.atDebug().addKeyValue("error", e.getClass().getSimpleName()).log("the outbox cannot be read");
            return false;
        }
    }

    /** Runs on which nobody works any more, such as one that ended while the receiver was away; false as above. */
    private boolean catchUp() throws InterruptedException {
        try {
            for (RunId other : source.behind(name)) {
                if (!deliver(other)) {
                    return false;
                }
            }
            return true;
        } catch (RuntimeException e) {
            LOG.atDebug().addKeyValue("error", e.getClass().getSimpleName()).log("the outbox cannot be read");
            return false;
        }
    }

    private boolean worthTelling(Message message) {
        return TOLD.contains(message.event().what())
                && (!message.event().what().equals(PACE)
                        || !message.event().at().isBefore(quietUntil));
    }

    private boolean post(Message message) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .timeout(ANSWER_WITHIN)
                .POST(HttpRequest.BodyPublishers.ofString(
                        JsonMapper.shared().writeValueAsString(Webhooks.payload(message))))
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status =
                    answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status / 100 == 2) {
                if (message.event().what().equals(PACE)) {
                    quietUntil = message.event().at().plus(PACE_AT_MOST_EVERY);
                }
                recovered();
                return true;
            }
            if (MESSAGE_REFUSED.contains(status)) {
                LOG.warn(
                        "webhook {} refuses message {} of run {}: it answers {}; the message is left out",
                        name,
                        message.number(),
                        message.event().run(),
                        status);
                return true;
            }
            report("it answers " + status);
        } catch (ExecutionException e) {
            report(e.getCause() instanceof IOException ? "it cannot be reached" : "the request failed");
        } catch (TimeoutException e) {
            report("it does not answer within " + ANSWER_WITHIN.toSeconds() + " s");
        } finally {
            answer.cancel(true);
        }
        return false;
    }

    /** Once until it goes well again. */
    private void report(String why) {
        if (!reported) {
            LOG.warn("webhook {} is behind: {}; the run goes on, and messages wait in the outbox", name, why);
            reported = true;
        }
    }

    private void recovered() {
        wait = FIRST_WAIT_MILLIS;
        if (reported) {
            LOG.info("webhook {} takes messages again", name);
            reported = false;
        }
    }
}
