package dev.backfill.jobs.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a receiver does not take the figures, and once that it takes them again. Thread-safe. */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final String receiver;
    private boolean refused;

    /**
     * @param receiver for people, without secrets
     */
    Reception(String receiver) {
        this.receiver = receiver;
    }

    synchronized void taken() {
        if (refused) {
            refused = false;
            LOG.info("{} takes the metrics again", receiver);
        }
    }

    /**
     * @param why for people, without secrets
     */
    synchronized void refused(String why) {
        if (!refused) {
            refused = true;
            LOG.warn(
                    "{} does not take the metrics: {}; the run goes on, and nothing more is said until it does",
                    receiver,
                    why);
        }
    }
}
