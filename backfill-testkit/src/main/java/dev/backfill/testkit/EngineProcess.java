package dev.backfill.testkit;

import dev.backfill.chunk.ChunkProbe;
import dev.backfill.chunk.Moment;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.RunOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunStatus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that runs the engine, to be killed. It prints {@link #WORKING} after its first chunk, {@link #AT} and the
 * moment where it was told to halt, and in the end {@link #ENDED} with the run's state or {@link #REFUSED} with the
 * error's code. SIGTERM pauses the run, as in the application, and ends the halt.
 */
public final class EngineProcess {
    public static final String WORKING = "WORKING";
    public static final String AT = "AT ";
    public static final String ENDED = "ENDED ";
    public static final String REFUSED = "REFUSED ";

    private static final CountDownLatch TERMINATED = new CountDownLatch(1);

    private EngineProcess() {}

    public static JavaProcess start(EngineOrder order) {
        return JavaProcess.start(EngineProcess.class, order.arguments());
    }

    public static void main(String[] arguments) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(main)));
        EngineOrder order = EngineOrder.parse(arguments);
        try (BackfillEngine engine = order.engine(new Halt(order))) {
            RunStatus status = work(engine, order);
            System.out.println(ENDED + status.state() + " " + status.reason());
        } catch (BackfillException e) {
            System.out.println(REFUSED + e.code() + " " + e.getMessage());
        }
    }

    private static void interrupt(Thread main) {
        TERMINATED.countDown();
        main.interrupt();
        try {
            main.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is ordered, in this process. */
    static RunStatus work(BackfillEngine engine, EngineOrder order) {
        RunListener silent = signal -> {};
        return switch (order.verb()) {
            case START ->
                engine.start(order.backfill(), new RunOptions(null, null, null, order.canary()), "test", silent);
            case RESUME -> engine.resume(order.run(), order.backfill(), false, "test", silent);
            case TAKE_OVER -> engine.resume(order.run(), order.backfill(), true, "test", silent);
        };
    }

    /** Tells of the first commit, and stands still where it was told to: all workers, since any may be the one. */
    private static final class Halt implements ChunkProbe {
        private final EngineOrder order;
        private final AtomicBoolean committed = new AtomicBoolean();
        private final AtomicInteger times = new AtomicInteger();

        Halt(EngineOrder order) {
            this.order = order;
        }

        @Override
        public void at(Moment moment) {
            if (moment == Moment.AFTER_COMMIT && committed.compareAndSet(false, true)) {
                System.out.println(WORKING);
            }
            if (moment == order.halt() && times.incrementAndGet() == order.nth()) {
                System.out.println(AT + moment);
                standStill();
            }
        }

        private static void standStill() {
            try {
                TERMINATED.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
