package dev.backfill.database;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that a backfill works on, or that holds control data. Thread-safe. */
public interface Database extends AutoCloseable {
    /** The name under which the database is configured. */
    String name();

    Capabilities capabilities();

    /** The schema that holds the engine's own tables. */
    String schema();

    /**
     * Reads the catalog.
     *
     * @throws dev.backfill.error.BackfillException if there is no such table or it is not of a kind that can be
     *     backfilled
     */
    Table describe(TableName name);

    /** The statements for one backfill of a table; pure, asks nothing of the database. */
    Target target(Table table, Backfill backfill);

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

    /** For Spring Batch's own tables. */
    DataSource dataSource();

    /** The statements that create what the engine needs here, for a DBA to run. */
    Ddl ddl();

    /** Figures about the server as a whole. */
    ServerState state(Table table);

    @Override
    void close();
}
