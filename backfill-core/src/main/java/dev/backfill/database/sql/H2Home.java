package dev.backfill.database.sql;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The control data's tables in H2. Its DDL commits by itself, so every statement can be run again. */
final class H2Home implements Database.Home {
    private static final String TURN = "backfill_turn";

    private final DatabaseSettings settings;
    private final H2Transactions transactions;
    private final @Nullable H2Store store;

    /**
     * @param store null if the settings say where it is
     */
    H2Home(DatabaseSettings settings, H2Transactions transactions, @Nullable H2Store store) {
        this.settings = settings;
        this.transactions = transactions;
        this.store = store;
    }

    private String plainSchema() {
        String named = settings.schema();
        return named == null ? "PUBLIC" : named;
    }

    @Override
    public String schema() {
        return Identifiers.quote(plainSchema());
    }

    /** Not quoted: H2 has the names in capitals, and Spring Batch's statements have them as they like. */
    @Override
    public String table(String name) {
        return schema() + "." + name;
    }

    @Override
    public List<String> ddl(OwnTables group) {
        refuseUnlessControl(group);
        return Ddl.read("h2", group, schema());
    }

    @Override
    public boolean installed(OwnTables group) {
        refuseUnlessControl(group);
        return there() && transactions.commit(TransactionOptions.REPORT, s -> exists(s, "backfill_event"));
    }

    /** Whoever only asks makes no files. */
    private boolean there() {
        if (store != null) {
            store.require();
        }
        return store == null || store.exists();
    }

    @Override
    public boolean exists(Session session, String name) {
        return session.one(
                """
                SELECT (SELECT count(*) FROM INFORMATION_SCHEMA.TABLES
                         WHERE TABLE_SCHEMA = ?1 AND upper(TABLE_NAME) = upper(?2))
                     + (SELECT count(*) FROM INFORMATION_SCHEMA.SEQUENCES
                         WHERE SEQUENCE_SCHEMA = ?1 AND upper(SEQUENCE_NAME) = upper(?2))""",
                row -> row.number(1) > 0,
                plainSchema(),
                name);
    }

    @Override
    public List<String> missingPrivileges(OwnTables group) {
        refuseUnlessControl(group);
        return List.of();
    }

    @Override
    public void install(OwnTables group) {
        List<String> ddl = ddl(group);
        transactions.commit(TransactionOptions.CONTROL, session -> {
            ddl.forEach(session::update);
            return true;
        });
    }

    @Override
    public void oneAtATime(Session session) {
        String turn = table(TURN);
        if (!exists(session, TURN)) {
            session.update("CREATE TABLE IF NOT EXISTS " + turn + " (turn_no integer NOT NULL PRIMARY KEY)");
        }
        session.update("MERGE INTO " + turn + " (turn_no) KEY (turn_no) VALUES (1)");
        session.query("SELECT turn_no FROM " + turn + " WHERE turn_no = 1 FOR UPDATE", row -> true);
    }

    @Override
    public DataSource dataSource() {
        return transactions.dataSource();
    }

    @Override
    public void limit(Connection connection) throws SQLException {
        transactions.limit(connection, TransactionOptions.REPORT);
    }

    @Override
    public String batchDialect() {
        return "h2";
    }

    @Override
    public DatabaseException failure(SQLException failure) {
        return transactions.translate(failure);
    }

    private void refuseUnlessControl(OwnTables group) {
        if (group != OwnTables.CONTROL) {
            throw new BackfillException(
                    ErrorCode.CAPABILITY_MISSING,
                    "database " + settings.name() + " is H2, which is supported for control data alone",
                    "name it as control, and in the definition name the database with the table");
        }
    }
}
