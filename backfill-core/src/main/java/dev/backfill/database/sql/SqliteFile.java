package dev.backfill.database.sql;

import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The file that a database is, with those beside it. */
record SqliteFile(String database, Path path) {
    private static final String SCHEME = "jdbc:sqlite:";
    /** By which Hibernate's, Rails' and everybody else's drivers call it, and that has nothing to do with a file. */
    private static final String MEMORY = ":";

    /**
     * @throws BackfillException if the settings name no file, or what SQLite has not
     */
    static SqliteFile of(DatabaseSettings settings) {
        String rest = settings.url().substring(SCHEME.length());
        int options = rest.indexOf('?');
        String name = options < 0 ? rest : rest.substring(0, options);
        if (name.isEmpty() || name.startsWith(MEMORY) || name.startsWith("file:")) {
            throw refused(
                    settings,
                    "the address names no file; SQLite is supported for databases in files",
                    "write the file's path: jdbc:sqlite:/var/lib/app/app.db");
        }
        if (settings.schema() != null) {
            throw refused(
                    settings,
                    "schema " + settings.schema() + " is named, and SQLite has no schemas",
                    "leave it out: the engine's tables are in the file itself, and control data in one beside it");
        }
        if (!settings.replicas().isEmpty()) {
            throw refused(
                    settings, "replicas are named, and SQLite has none that could be asked", "leave replicas out");
        }
        return new SqliteFile(settings.name(), Path.of(name).toAbsolutePath().normalize());
    }

    private static BackfillException refused(DatabaseSettings settings, String what, String hint) {
        return new BackfillException(ErrorCode.CAPABILITY_MISSING, "database " + settings.name() + ": " + what, hint);
    }

    /**
     * Opening a file that is not there would make an empty one.
     *
     * @throws BackfillException if it is not there
     */
    void require() {
        if (!Files.isRegularFile(path)) {
            throw new BackfillException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "database " + database + ": there is no file " + path.getFileName() + " in " + path.getParent(),
                    "check the url of this database in the configuration; a relative path begins where the command runs");
        }
    }

    /** The journal and the log are made in its directory. */
    boolean writable() {
        Path directory = path.getParent();
        return Files.isWritable(path) && (directory == null || Files.isWritable(directory));
    }

    /** Size of the write-ahead log; 0 if there is none. */
    long logBytes() {
        try {
            Path log = Path.of(path + "-wal");
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            // it went away meanwhile, as it does when the last connection is closed
            return 0;
        }
    }

    /** Used share of the disk. */
    OptionalDouble diskUsed() {
        try {
            FileStore store = Files.getFileStore(path);
            long total = store.getTotalSpace();
            return total <= 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - store.getUsableSpace() / (double) total);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /** The address of the file with none of the options that the configuration may have. */
    String url() {
        return SCHEME + path;
    }
}
