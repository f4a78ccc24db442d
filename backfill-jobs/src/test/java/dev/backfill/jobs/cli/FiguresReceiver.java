package dev.backfill.jobs.cli;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who is sent figures, and keeps what arrived. Thread-safe. */
public final class FiguresReceiver implements AutoCloseable {
    public record Arrival(String method, String path, Optional<String> authorization, String type, ByteString body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** What it answers. */
    public volatile int status = 200;

    public FiguresReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            ByteString body = ByteString.readFrom(exchange.getRequestBody());
            arrivals.add(new Arrival(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    body));
            // whoever is answered may come again at once
            atOnce.decrementAndGet();
            exchange.sendResponseHeaders(status, -1);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** In the order they came. */
    public List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** The largest number that was under way at the same time. */
    public int mostAtOnce() {
        return most.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
