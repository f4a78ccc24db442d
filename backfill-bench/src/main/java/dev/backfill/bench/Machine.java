package dev.backfill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Where the figures come from; without it they mean nothing.
 *
 * @param disk file system and device of the database's files
 * @param fsyncMicros median time to write 8 KiB and make them durable
 * @param load average of the last minute before the benchmark began
 */
record Machine(
        String cpu,
        int cores,
        String memory,
        String kernel,
        String disk,
        long fsyncMicros,
        double load,
        String jdk,
        long maxHeapBytes) {
    private static final String UNKNOWN = "unknown";

    /**
     * @param directory on the disk that will hold the database
     */
    static Machine describe(Path directory) {
        return new Machine(
                line(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                line(Path.of("/proc/meminfo"), "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                disk(directory),
                fsyncMicros(directory),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                Runtime.getRuntime().maxMemory());
    }

    private static String line(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(l -> l.startsWith(key))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException | UncheckedIOException e) {
            return UNKNOWN;
        }
    }

    private static String disk(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            Path device = Path.of(store.name()).getFileName();
            Path rotational = Path.of("/sys/class/block", String.valueOf(device), "queue", "rotational");
            String kind = !Files.exists(rotational)
                    ? ""
                    : Files.readString(rotational).strip().equals("1") ? ", says rotational" : ", says solid state";
            return store.type() + " on " + store.name() + kind;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static long fsyncMicros(Path directory) {
        long[] micros = new long[101];
        try {
            Path file = Files.createTempFile(directory, "fsync", ".probe");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int i = 0; i < micros.length; i++) {
                    long start = System.nanoTime();
                    channel.write(ByteBuffer.allocate(8192), 0);
                    channel.force(false);
                    micros[i] = (System.nanoTime() - start) / 1000;
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write in " + directory, e);
        }
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }
}
