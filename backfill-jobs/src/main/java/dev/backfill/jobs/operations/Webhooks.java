package dev.backfill.jobs.operations;

import dev.backfill.run.Outbox.Message;
import dev.backfill.run.RunId;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells receivers outside what becomes of the run of this process, each on a thread of its own that nobody waits for:
 * one that hangs or fails slows neither the run nor the others. What cannot be delivered stays in the outbox for a day, for
 * the next process that works on this run or, if none does, on any. Thread-safe.
 */
final class Webhooks implements RunListener, AutoCloseable {
    /** How long the end of a process may take longer for the sake of its last messages. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final List<WebhookSender> senders = new ArrayList<>();

    /** Where messages wait. */
    interface Source {
        List<Message> waiting(RunId run, String receiver, int limit);

        /** Runs of which nobody else tells the receiver what it has not been told. */
        List<RunId> behind(String receiver);

        void delivered(RunId run, String receiver, int number);
    }

    /**
     * @param receivers address by name; addresses may carry a secret
     */
    Webhooks(Map<String, String> receivers, Source source) {
        receivers.forEach((name, url) -> senders.add(new WebhookSender(name, url, source)));
    }

    @Override
    public void on(RunSignal signal) {
        if (signal instanceof RunSignal.StateChanged changed) {
            senders.forEach(sender -> sender.wake(changed.run()));
        } else if (signal instanceof RunSignal.Steered || signal instanceof RunSignal.CircuitChanged) {
            senders.forEach(sender -> sender.wake(null));
        }
    }

    @Override
    public void close() {
        long deadline = System.nanoTime() + LAST_WORDS.toNanos();
        senders.forEach(WebhookSender::finish);
        boolean interrupted = false;
        for (WebhookSender sender : senders) {
            interrupted |= !sender.awaitEnd(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What Slack and those that speak like it take. */
    static Map<String, String> payload(Message message) {
        String text = "*" + escaped(message.event().run().value()) + "* "
                + escaped(message.event().what()) + ": "
                + escaped(message.event().detail()) + " ("
                + escaped(message.event().actor()) + ", "
                + message.event().at() + ")";
        return Map.of("text", text);
    }

    /** What would be a link or a mention. */
    private static String escaped(@Nullable String text) {
        return String.valueOf(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
