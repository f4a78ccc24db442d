package dev.backfill.database.sql;

import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Files of an embedded control database beside another database's file. The process that opens it first serves the others
 * on this machine, on the loopback interface alone, and only those that can read the key, which is the user's own: whoever
 * may talk to H2 may do what its process may.
 */
record H2Store(String database, Path beside) {
    private static final int KEY_BYTES = 24;

    /** Without the ending that H2 gives it. */
    private Path base() {
        return Path.of(beside + ".backfill");
    }

    private Path key() {
        return Path.of(base() + ".key");
    }

    /**
     * @throws BackfillException if the database itself is not there
     */
    void require() {
        if (!Files.isRegularFile(beside)) {
            throw new BackfillException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "database " + database + ": there is no file " + beside.getFileName() + " in " + beside.getParent(),
                    "check the url of this database in the configuration; a relative path begins where the command runs");
        }
    }

    /** True if there is something to read. */
    boolean exists() {
        return Files.exists(Path.of(base() + ".mv.db"));
    }

    /**
     * Commits are on the disk half a second later, unless somebody asks for it. The files are read and written in a way
     * that an interrupt of the thread does not close them.
     */
    String url() {
        return "jdbc:h2:async:" + base() + ";AUTO_SERVER=TRUE;NETWORK_TIMEOUT=15000;TRACE_LEVEL_FILE=0";
    }

    /** The user's password, made when it is needed first. */
    String password() {
        try {
            if (!Files.exists(key())) {
                make();
            }
            return Files.readString(key()).strip();
        } catch (IOException e) {
            throw new BackfillException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "database " + database + ": its control data is in " + base().getFileName()
                            + " beside it, and the key to it cannot be read or written: "
                            + e.getClass().getSimpleName(),
                    "run as the user who ran the first backfill there, who must be able to write to the directory, or"
                            + " name another database as control",
                    e);
        }
    }

    private void make() throws IOException {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        Path fresh = Files.createTempFile(
                base().toAbsolutePath().getParent(),
                base().getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
            // never over one that another process has made meanwhile
            Files.createLink(key(), fresh);
        } catch (FileAlreadyExistsException e) {
            // its key is as good
            return;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
