package dev.backfill.database.sql;

import dev.backfill.database.Session;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The disk with the server's data, where the server is a process of this machine. */
final class PostgresDisk {
    /** Empty for users that may not know where the data is. */
    private static final String PLACE =
            """
            SELECT coalesce((SELECT setting FROM pg_settings WHERE name = 'data_directory'), ''), pg_backend_pid(),
                   coalesce(inet_server_addr() = inet_client_addr(), true)""";

    private record Place(String directory, long process, boolean near) {}

    private PostgresDisk() {}

    static OptionalDouble used(Session session) {
        Place place = session.one(PLACE, row -> new Place(row.string(1), row.number(2), row.flag(3)));
        return place.near() && !place.directory().isEmpty() && isPostgres(place.process())
                ? used(Path.of(place.directory()))
                : OptionalDouble.empty();
    }

    /** Through a tunnel a server elsewhere seems near, and a directory of the same name may be here too. */
    private static boolean isPostgres(long process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), "comm"))
                    .startsWith("postgres");
        } catch (IOException e) {
            return false;
        }
    }

    static OptionalDouble used(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            long total = store.getTotalSpace();
            // what is kept back for administrators is no room for the server
            long free = store.getUsableSpace();
            return total <= 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - free / (double) total);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
