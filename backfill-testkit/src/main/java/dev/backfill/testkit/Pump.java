package dev.backfill.testkit;

import java.io.IOException;

/** Work on a stream until one end of it is closed, on a daemon thread. */
@FunctionalInterface
interface Pump {
    void run() throws IOException;

    static void start(String name, Pump pump) {
        Thread thread = new Thread(() -> untilClosed(pump), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void untilClosed(Pump pump) {
        try {
            pump.run();
        } catch (IOException closed) {
            // how every pump ends
        }
    }
}
