package dev.backfill.engine;

import dev.backfill.batch.Workers;
import dev.backfill.chunk.Controls;
import dev.backfill.chunk.StopRequest;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.run.Lease;
import dev.backfill.run.Orders;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunSignal;
import dev.backfill.throttle.Circuit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the lease, says how the run goes, and hands on what is asked of it. One thread of its own. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    /** Orders are obeyed within this and a chunk. */
    private static final Duration INTERVAL = Duration.ofMillis(500);
    /** Stops beginning chunks this long before anybody else may take the lease. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** As long as a chunk waits for its database. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Lease lease;
    private final Controls controls;
    private final Workers workers;
    private final Steering steering;
    private final RunListener listener;
    private final Runnable alsoDo;
    private final @Nullable Circuit circuit;
    private final LongSupplier nanoClock;
    private final Background thread;
    private long failingSince;

    /**
     * @param alsoDo with every beat that goes through
     * @param circuit of the database that keeps the lease; null if chunks run on another
     */
    Heartbeat(
            Lease lease,
            Controls controls,
            Workers workers,
            Steering steering,
            RunListener listener,
            Runnable alsoDo,
            @Nullable Circuit circuit) {
        this(lease, controls, workers, steering, listener, alsoDo, circuit, System::nanoTime);
    }

    Heartbeat(
            Lease lease,
            Controls controls,
            Workers workers,
            Steering steering,
            RunListener listener,
            Runnable alsoDo,
            @Nullable Circuit circuit,
            LongSupplier nanoClock) {
        this.lease = lease;
        this.controls = controls;
        this.workers = workers;
        this.steering = steering;
        this.listener = listener;
        this.alsoDo = alsoDo;
        this.circuit = circuit;
        this.nanoClock = nanoClock;
        this.thread = new Background("backfill-heartbeat", this::beat);
    }

    void start() {
        controls.leasedFor(Lease.LENGTH.minus(MARGIN));
        thread.start();
    }

    private void beat() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(INTERVAL.toMillis());
                beatOnce();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** One beat, on the caller's thread. */
    void beatOnce() {
        long begin = System.nanoTime();
        try {
            steering.look();
            Optional<Orders> orders = lease.renew(steering.pulse());
            if (orders.isEmpty()) {
                controls.stop(
                        new StopRequest(StopRequest.Kind.FENCED, "the run was taken over by another process", null));
                return;
            }
            controls.leasedFor(Lease.LENGTH.minus(MARGIN).minusNanos(System.nanoTime() - begin));
            failingSince = 0;
            if (circuit != null) {
                circuit.heard();
            }
            obey(orders.get());
            steering.beat(orders.get());
            alsoDo.run();
        } catch (RuntimeException | Error e) {
            // whatever it is: without a heartbeat the workers would wait for a lease that nobody renews
            failed(e);
        }
    }

    private void failed(Throwable e) {
        String why = e instanceof DatabaseException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
        if (circuit != null && e instanceof DatabaseException away) {
            // between chunks, and where no guard looks, nobody else notices
            circuit.failed(away);
        }
        if (failingSince == 0) {
            LOG.warn("no heartbeat; no new chunk begins once the lease runs out: {}", why);
            failingSince = nanoClock.getAsLong();
        }
        boolean hopeless = e instanceof DatabaseException d
                ? d.failureClass() == FailureClass.DEFINITIVE
                : !(e instanceof RuntimeException);
        if (hopeless || nanoClock.getAsLong() - failingSince > PATIENCE.toNanos()) {
            controls.stop(new StopRequest(StopRequest.Kind.PAUSE, "paused by itself: no heartbeat: " + why, null));
        }
    }

    private void obey(Orders orders) {
        if (!orders.settings().equals(controls.settings())) {
            controls.set(orders.settings());
            workers.resize(orders.settings().workers());
            listener.on(new RunSignal.SettingsChanged(orders.settings()));
        }
        String reason = String.valueOf(orders.reason());
        switch (orders.desired()) {
            case RUN -> {}
            case PAUSE -> controls.stop(new StopRequest(StopRequest.Kind.PAUSE, reason, null));
            case ABORT -> controls.stop(new StopRequest(StopRequest.Kind.ABORT, reason, null));
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
