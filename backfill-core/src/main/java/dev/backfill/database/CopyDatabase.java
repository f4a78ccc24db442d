package dev.backfill.database;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.TableName;
import dev.backfill.definition.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The database that a copy writes, which finds the table that is read in another one. Of any two databases, of which the
 * one can be read from and the other written to. Thread-safe; closing it closes neither.
 */
public final class CopyDatabase implements Database {
    private final Database database;
    private final Database from;
    private final TableName into;

    /**
     * @param database the one that is written, and has the ledger
     * @param from the one that is read
     */
    public CopyDatabase(Database database, Database from, TableName into) {
        this.database = database;
        this.from = from;
        this.into = into;
    }

    @Override
    public String name() {
        return database.name();
    }

    @Override
    public List<String> replicas() {
        return database.replicas();
    }

    @Override
    public OptionalInt rowsPerSecond() {
        return database.rowsPerSecond();
    }

    @Override
    public Capabilities capabilities() {
        return database.capabilities();
    }

    /** The table that is read, which need not be writable. */
    @Override
    public Table describe(TableName name) {
        Table table = from.describe(name);
        List<String> missing = new ArrayList<>(table.missingPrivileges());
        missing.remove("UPDATE");
        return new Table(
                table.name(),
                table.columns(),
                table.primaryKey(),
                table.uniqueKeys(),
                table.triggers(),
                table.foreignKeys(),
                table.referencedBy(),
                table.rowSecurity(),
                missing,
                table.anyCase(),
                table.estimatedRows(),
                table.bytes());
    }

    @Override
    public Destination destination(TableName name) {
        return database.destination(name);
    }

    @Override
    public ValueType given(Column column) {
        return from.given(column);
    }

    @Override
    public ValueType taken(Column column) {
        return database.taken(column);
    }

    /** True if one kind of database is read and the same is written: then types of one name have one order. */
    public boolean ofOneKind() {
        return from.capabilities().product().equals(database.capabilities().product());
    }

    @Override
    public Target target(Table table, Backfill backfill, @Nullable Retry retry) {
        Work.Copy copy = (Work.Copy) backfill.work();
        Table other = destination(copy.into()).table();
        List<String> key = table.keyNames(backfill.key());
        CopySink sink = database.copySink(other, copy, key);
        Map<String, ValueType> taken = database.transact(TransactionOptions.CONTROL, sink::taken);
        CopySource source = from.copySource(table, backfill, taken);
        CopyRetry picked = retry == null ? null : CopyRetry.read(retry, database, source);
        return new CopyTarget(table, other, source, sink, copy, picked);
    }

    @Override
    public <T extends @Nullable Object> T transact(TransactionOptions options, Function<Session, T> body) {
        return database.transact(options, body);
    }

    @Override
    public <T extends @Nullable Object> T rehearse(TransactionOptions options, Function<Session, T> body) {
        return database.rehearse(options, body);
    }

    @Override
    public ServerState state(Table table) {
        return database.state(destination(into).table());
    }

    @Override
    public Health health(Table table) {
        return database.health(destination(into).table());
    }

    @Override
    public Home home() {
        return database.home();
    }

    @Override
    public Database control() {
        return database.control();
    }

    @Override
    public void close() {
        // both belong to whoever opened them
    }
}
