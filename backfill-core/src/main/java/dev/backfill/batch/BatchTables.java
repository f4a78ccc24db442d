package dev.backfill.batch;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import dev.backfill.error.BackfillException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Spring Batch's metadata tables, under a prefix of our own: the application beside us may well use Spring Batch too,
 * in another version.
 */
public final class BatchTables {
    static final String PREFIX = "backfill_batch_";
    private static final String SCRIPT = "/org/springframework/batch/core/schema-%s.sql";

    private BatchTables() {}

    /** Spring Batch's own script, renamed and made repeatable. */
    public static List<String> ddl(Database control) {
        String schema = control.home().schema() + ".";
        String script = script(control.home().batchDialect())
                .replaceAll("(?m)^--.*$", "")
                .replace("constraint ", "CONSTRAINT " + PREFIX)
                .replaceAll("CREATE (TABLE|SEQUENCE) BATCH_", "CREATE $1 IF NOT EXISTS BATCH_")
                .replace("BATCH_", schema + PREFIX)
                // messages may have any character, whatever the server takes for granted
                .replace(") ENGINE=InnoDB", ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
        return Stream.of(script.split(";"))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /**
     * Creates them where they are missing.
     *
     * @throws BackfillException if they are, and the connected user may not create them
     */
    public static void install(Database control) {
        try {
            control.transact(TransactionOptions.CONTROL, session -> {
                control.home().oneAtATime(session);
                // the last that the script makes, in whatever dialect
                boolean there = control.home().exists(session, PREFIX + "job_instance_seq")
                        && control.home().exists(session, PREFIX + "job_execution_seq");
                if (!there || !counting(control, session)) {
                    ddl(control).forEach(session::update);
                }
                return true;
            });
        } catch (DatabaseException e) {
            if (e.failureClass() != FailureClass.DEFINITIVE) {
                throw e;
            }
            throw OwnTables.refused(
                    control.name(),
                    "Spring Batch's tables, " + PREFIX + "..., are missing in schema "
                            + control.home().schema(),
                    e);
        }
    }

    /** Where sequences are tables, a process that died between making one and filling it has left an empty one. */
    private static boolean counting(Database control, Session session) {
        String table = control.home().schema() + "." + PREFIX + "%s_SEQ";
        return !control.home().batchDialect().equals("mysql")
                || Stream.of("JOB_INSTANCE", "JOB_EXECUTION", "STEP_EXECUTION")
                        .allMatch(name ->
                                session.one("SELECT count(*) > 0 FROM " + table.formatted(name), row -> row.flag(1)));
    }

    private static String script(String dialect) {
        String name = SCRIPT.formatted(dialect);
        try (InputStream in = BatchTables.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Spring Batch does not bring " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
