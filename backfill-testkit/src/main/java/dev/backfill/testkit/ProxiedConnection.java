package dev.backfill.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** One client's connection through the proxy: a thread for each direction, forwarding message by message. */
final class ProxiedConnection {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    /** Longer than a client waits before it tries again, shorter than it waits for a lock. */
    private static final long LATE_MILLIS = 1_000;

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean losingAnswer;

    private ProxiedConnection(TcpProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    static ProxiedConnection open(TcpProxy proxy, Socket client, int serverPort) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        return new ProxiedConnection(proxy, client, server);
    }

    void start() {
        Pump.start("proxy-to-server", this::toServer);
        Pump.start("proxy-to-client", this::toClient);
    }

    private void toServer() throws IOException {
        try {
            var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            var out = new BufferedOutputStream(server.getOutputStream());
            forward(startup(in), in, out);
            var watch = new CommitWatch();
            while (true) {
                Frame frame = Frame.read(in);
                Cut cut = watch.commits(frame) ? proxy.onCommit() : null;
                if (cut == Cut.BEFORE_COMMIT) {
                    return;
                }
                if (cut == Cut.LATE_COMMIT) {
                    late(frame, in, out);
                    return;
                }
                if (cut == Cut.AFTER_COMMIT) {
                    losingAnswer = true;
                }
                forward(frame, in, out);
            }
        } finally {
            close();
        }
    }

    /** Breaks off with the client now, and hands its COMMIT on later. */
    private void late(Frame commit, DataInputStream in, OutputStream out) throws IOException {
        losingAnswer = true;
        // a statement run by its name is not complete without the message behind it
        Frame sync = commit.type() == 'E' ? Frame.read(in) : null;
        client.shutdownOutput();
        try {
            Thread.sleep(LATE_MILLIS);
            commit.writeTo(out);
            if (sync != null) {
                sync.writeTo(out);
            }
            out.flush();
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers requests for encryption with no: what is encrypted cannot be watched. */
    private Frame startup(DataInputStream in) throws IOException {
        Frame frame = Frame.readUntyped(in);
        while (frame.code() == SSL_REQUEST || frame.code() == GSS_REQUEST) {
            client.getOutputStream().write('N');
            frame = Frame.readUntyped(in);
        }
        return frame;
    }

    private void toClient() throws IOException {
        try {
            var in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
            var out = new BufferedOutputStream(client.getOutputStream());
            while (true) {
                Frame frame = Frame.read(in);
                boolean readyForQuery = frame.type() == 'Z';
                if (losingAnswer && readyForQuery) {
                    return;
                }
                if (!losingAnswer) {
                    forward(frame, in, out);
                }
            }
        } finally {
            answered.countDown();
            close();
        }
    }

    /** Holds small messages back while more are waiting behind them: a result set is one packet, not one per row. */
    private static void forward(Frame frame, DataInputStream in, OutputStream out) throws IOException {
        frame.writeTo(out);
        if (in.available() == 0) {
            out.flush();
        }
    }

    /** May be called by any thread, more than once. */
    void close() {
        proxy.forget(this);
        try (client;
                server) {
            losingAnswer = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
