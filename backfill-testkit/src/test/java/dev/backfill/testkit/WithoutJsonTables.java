package dev.backfill.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MariaDB or MySQL that does not know JSON_TABLE where row work asks for it: a loopback proxy that misspells the name on
 * the way to the server. Databases are created on the server itself.
 */
public final class WithoutJsonTables implements DatabaseServer {
    /** Not what the dialect of the tests and SQL work make of it, a table of one row that is written out. */
    private static final Pattern ASKED = Pattern.compile("JSON_TABLE(?=\\(('\\[[]{]|\\?))");

    private static final Pattern PORT = Pattern.compile("//127\\.0\\.0\\.1:(\\d+)/");
    /** Three bytes of length, and a number. */
    private static final int HEAD = 4;

    private final DatabaseServer server;
    private final ServerSocket listener;
    private volatile int port;

    private WithoutJsonTables(DatabaseServer server) {
        this.server = server;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Pump.start("without-json-tables", this::accept);
    }

    public static WithoutJsonTables before(DatabaseServer server) {
        return new WithoutJsonTables(server);
    }

    @Override
    public String createDatabase() {
        return through(server.createDatabase());
    }

    @Override
    public void dropDatabases() {
        server.dropDatabases();
    }

    /** The same database by way of the proxy. */
    String through(String url) {
        Matcher direct = PORT.matcher(url);
        if (!direct.find()) {
            throw new IllegalArgumentException("no port of 127.0.0.1 in " + url);
        }
        port = Integer.parseInt(direct.group(1));
        return direct.replaceFirst("//127.0.0.1:" + listener.getLocalPort() + "/");
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            Pump.start("without-json-tables-to-server", () -> toServer(client, behind));
            Pump.start("without-json-tables-to-client", () -> toClient(client, behind));
        }
    }

    private static void toServer(Socket client, Socket behind) throws IOException {
        try (client;
                behind) {
            var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            OutputStream out = behind.getOutputStream();
            while (true) {
                byte[] head = in.readNBytes(HEAD);
                if (head.length < HEAD) {
                    return;
                }
                int length = (head[0] & 0xff) | ((head[1] & 0xff) << 8) | ((head[2] & 0xff) << 16);
                String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
                out.write(head);
                out.write(ASKED.matcher(body).replaceAll("JSON_TABEL").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void toClient(Socket client, Socket behind) throws IOException {
        try (client;
                behind) {
            behind.getInputStream().transferTo(client.getOutputStream());
        }
    }

    @Override
    public void close() {
        try (server) {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
