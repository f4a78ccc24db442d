package dev.backfill.database;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that a backfill works on, or that holds control data. Thread-safe. */
public interface Database extends AutoCloseable {
    /** The name under which the database is configured. */
    String name();

    /** Names of the configured databases that follow this one and are asked how far they are. */
    List<String> replicas();

    /** What all runs on it may do together, in rows per second; empty for no limit. */
    OptionalInt rowsPerSecond();

    Capabilities capabilities();

    /**
     * Reads the catalog.
     *
     * @throws dev.backfill.error.BackfillException if there is no such table or it is not of a kind that can be
     *     backfilled
     */
    Table describe(TableName name);

    /**
     * Reads the catalog for a table that is copied into.
     *
     * @throws dev.backfill.error.BackfillException if there is no such table, or this database cannot be copied into
     */
    default Destination destination(TableName name) {
        throw notCopied("into");
    }

    /** What a column's values are, where they are copied from. */
    default ValueType given(Column column) {
        throw notCopied("from");
    }

    /** What a column takes, where values are copied into it. */
    default ValueType taken(Column column) {
        throw notCopied("into");
    }

    /**
     * The half of a copy between databases that is read here.
     *
     * @param taken what the columns of the other table take
     */
    default CopySource copySource(Table table, Backfill backfill, Map<String, ValueType> taken) {
        throw notCopied("from");
    }

    /**
     * The half of a copy between databases that is written here.
     *
     * @param key columns of the row that is read
     */
    default CopySink copySink(Table into, Work.Copy copy, List<String> key) {
        throw notCopied("into");
    }

    /**
     * The statements for one backfill of a table; asks nothing of the database, but for the table that a copy goes into.
     *
     * @throws IllegalArgumentException if the table lacks a column that the backfill names
     */
    default Target target(Table table, Backfill backfill) {
        return target(table, backfill, null);
    }

    /**
     * The same, narrowed to rows that failed before.
     *
     * @param retry null for all rows
     */
    Target target(Table table, Backfill backfill, @Nullable Retry retry);

    /**
     * Runs the body in a transaction of its own and commits.
     *
     * @throws DatabaseException if a statement or the commit failed; the transaction is rolled back, unless {@link
     *     DatabaseException#commitInDoubt()}
     */
    <T extends @Nullable Object> T transact(TransactionOptions options, Function<Session, T> body);

    /**
     * Runs the body in a transaction that cannot be committed: neither by the engine, whose code for it has no commit,
     * nor by a statement, because the database itself refuses the commit. Always rolled back.
     */
    <T extends @Nullable Object> T rehearse(TransactionOptions options, Function<Session, T> body);

    /** Figures about the server as a whole. */
    ServerState state(Table table);

    /**
     * How the server and the table do, for one run. Opens lazily: the first question connects. The caller closes it.
     */
    Health health(Table table);

    /** The engine's own tables here. */
    Home home();

    /** Where its runs are kept unless another database is named for them: this one, if it can hold control data. */
    default Database control() {
        return this;
    }

    private BackfillException notCopied(String way) {
        return new BackfillException(
                ErrorCode.CAPABILITY_MISSING,
                "database " + name() + " cannot be copied " + way,
                "copy " + way + " a PostgreSQL, MariaDB, MySQL or SQLite database");
    }

    @Override
    void close();

    /** Where the engine keeps its own tables. */
    interface Home {
        /** Quoted name of the schema. */
        String schema();

        /** Quoted and qualified name of one of the engine's own tables. */
        String table(String name);

        /** What a query ends with that keeps others from changing the rows that it finds. */
        default String locking() {
            return " FOR UPDATE";
        }

        /** The statements that create the group's tables, for a DBA to run; each may be run again. */
        List<String> ddl(OwnTables group);

        /** True if the group's tables are there, of whatever version. */
        boolean installed(OwnTables group);

        /** True if there is a table or sequence of the engine's own of that name, in whatever case. */
        boolean exists(Session session, String name);

        /**
         * What the connected user may not do with those of the group's tables that are there, such as {@code INSERT on
         * backfill_chunk}.
         */
        List<String> missingPrivileges(OwnTables group);

        /**
         * Creates the group's tables if they are missing, and adds what those of an older version lack.
         *
         * @throws dev.backfill.error.BackfillException if the connected user may not create them
         */
        void install(OwnTables group);

        /** Lets one process at a time create tables: waits until the session's transaction is the only one here. */
        void oneAtATime(Session session);

        /** For Spring Batch's own tables. Its transactions must be {@link #limit}ed. */
        DataSource dataSource();

        /**
         * Limits how long the connection's transaction waits for locks, how long it may stand still, and how long an
         * answer may take: a process that is suspended in it must not keep others waiting. Nor does it wait for the
         * disk: the metadata is a report.
         *
         * @throws SQLException if the connection is broken
         */
        void limit(Connection connection) throws SQLException;

        /** The kind of database in the names of Spring Batch's scripts, such as {@code postgresql}. */
        String batchDialect();

        /** Classifies a failure of a connection from {@link #dataSource()}. */
        DatabaseException failure(SQLException failure);
    }
}
