package dev.backfill.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A network that fails on demand: a loopback proxy in front of one PostgreSQL server, which can lose a COMMIT or the
 * answer to it. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int serverPort;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;
    private @Nullable Cut planned;
    private int commitsUntilCut;
    private int commits;

    private TcpProxy(ServerSocket listener, int serverPort) {
        this.listener = listener;
        this.serverPort = serverPort;
    }

    /** Starts a proxy on a free port of 127.0.0.1. */
    public static TcpProxy to(int serverPort) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
            Pump.start("proxy-accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy cannot listen", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /**
     * The same database by way of this proxy.
     *
     * @param jdbcUrl of the server behind it
     */
    public String through(String jdbcUrl) {
        String direct = "//127.0.0.1:" + serverPort + "/";
        if (!jdbcUrl.contains(direct)) {
            throw new IllegalArgumentException("This proxy leads to " + direct + ", not to " + jdbcUrl);
        }
        return jdbcUrl.replace(direct, "//127.0.0.1:" + port() + "/");
    }

    /**
     * Breaks the connection on which a later COMMIT arrives; others go on.
     *
     * @param nth counted over all connections from now on; 1 is the next
     */
    public synchronized void cutAtCommit(int nth, Cut cut) {
        if (nth < 1) {
            throw new IllegalArgumentException("The next COMMIT is number 1, not " + nth);
        }
        planned = cut;
        commitsUntilCut = nth;
    }

    /** How many COMMITs clients have sent, including those that were cut. */
    public synchronized int commits() {
        return commits;
    }

    /** Breaks every connection. New ones are accepted. */
    public void cutAll() {
        connections.forEach(ProxiedConnection::close);
    }

    /** Breaks every connection and, until {@link #restore}, each new one before the server hears of it. */
    public void refuse() {
        refusing = true;
        cutAll();
    }

    /** The network is well again. */
    public synchronized void restore() {
        planned = null;
        refusing = false;
    }

    @Override
    public void close() {
        refuse();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts a COMMIT that has arrived, and says what is to happen to it. */
    synchronized @Nullable Cut onCommit() {
        commits++;
        if (planned == null || --commitsUntilCut > 0) {
            return null;
        }
        Cut cut = planned;
        planned = null;
        return cut;
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            if (refusing) {
                client.close();
                continue;
            }
            serve(client);
        }
    }

    private void serve(Socket client) throws IOException {
        try {
            ProxiedConnection connection = ProxiedConnection.open(this, client, serverPort);
            connections.add(connection);
            connection.start();
            if (refusing) {
                connection.close();
            }
        } catch (IOException serverIsDown) {
            client.close();
        }
    }
}
