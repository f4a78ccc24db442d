package dev.backfill.engine;

import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes signals on; whoever listens cannot disturb a run. */
record SafeListener(List<RunListener> listeners) implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    @Override
    public void on(RunSignal signal) {
        for (RunListener listener : listeners) {
            try {
                listener.on(signal);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed and was ignored", e);
            }
        }
    }
}
