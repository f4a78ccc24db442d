package dev.backfill.bench.server;

import java.lang.management.ManagementFactory;

/** This machine's memory. */
final class Memory {
    private static final long GIGABYTE = 1L << 30;

    private Memory() {}

    /** What a server that has the machine for itself is usually given for its buffers, in gigabytes. */
    static long quarter() {
        long all = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
        return Math.max(1, all / 4 / GIGABYTE);
    }

    static long gigabytes(long count) {
        return count * GIGABYTE;
    }
}
