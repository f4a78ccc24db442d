package dev.backfill.jobs.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fetches a process's figures again and again, as fast as it answers, until closed. Thread-safe. */
final class Scraper implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final HttpRequest request;
    private final List<Map<String, Double>> scrapes = new ArrayList<>();
    private final Thread thread = new Thread(this::scrape, "scraper");

    Scraper(int port) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(2))
                .build();
        thread.start();
    }

    /** Series to value, of the engine's own metrics, in the order they came. */
    synchronized List<Map<String, Double>> scrapes() {
        return List.copyOf(scrapes);
    }

    private void scrape() {
        try {
            while (true) {
                once();
                Thread.sleep(25);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void once() throws InterruptedException {
        String text;
        try {
            text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            // nobody is there yet, or any more
            return;
        }
        Map<String, Double> values = new TreeMap<>();
        text.lines().filter(line -> line.startsWith("backfill_")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            String value = line.substring(space + 1);
            values.put(
                    line.substring(0, space), value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(value));
        });
        synchronized (this) {
            scrapes.add(values);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
