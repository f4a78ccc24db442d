package dev.backfill.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A copy of a PostgreSQL data directory, taken while its server works. */
final class DataCopy {
    /** Belong to the primary's process, or are made anew by the standby's. */
    private static final List<String> NOT_COPIED =
            List.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_replslot", "pg_stat_tmp");

    private DataCopy() {}

    /** Copies into a directory that does not exist. What the copy lacks is in the log that it has or will be sent. */
    static void whileServing(Connection connection, Path source, Path data) throws SQLException, IOException {
        boolean from15 = connection.getMetaData().getDatabaseMajorVersion() >= 15;
        String start = from15 ? "pg_backup_start('standby', true)" : "pg_start_backup('standby', true, false)";
        String stop = from15 ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)";
        Standby.text(connection, "SELECT " + start);
        copy(source, data);
        String label = Standby.text(connection, "SELECT labelfile FROM " + stop);
        Files.writeString(data.resolve("backup_label"), label);
        // what was written until the end of the backup is needed too, and a log that is being written only grows
        copy(source.resolve("pg_wal"), data.resolve("pg_wal"));
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path copy = target.resolve(source.relativize(directory).toString());
                if (!Files.exists(copy)) {
                    Files.createDirectory(
                            copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                }
                return NOT_COPIED.contains(directory.getFileName().toString()) && !directory.equals(source)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(file.getFileName().toString())) {
                    Files.copy(
                            file,
                            target.resolve(source.relativize(file).toString()),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // removed by the server meanwhile; the log has it
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
