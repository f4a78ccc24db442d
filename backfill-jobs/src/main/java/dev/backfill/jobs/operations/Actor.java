package dev.backfill.jobs.operations;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/** Who is at the keyboard, for the record. */
final class Actor {
    private Actor() {}

    /** {@code user@host}. */
    static String current() {
        return System.getProperty("user.name", "unknown") + "@" + host();
    }

    private static String host() {
        String name = System.getenv("HOSTNAME");
        try {
            return Objects.requireNonNullElse(name, InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
