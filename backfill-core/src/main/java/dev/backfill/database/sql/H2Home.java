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
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The control data's tables in H2. Its DDL commits by itself, so every statement can be run again. */
final class H2Home implements Database.Home {
    private static final String TURN = "backfill_turn";
    private static final Object INSTALLING = new Object();
    /** A schema's name is quoted and may have anything in it. */
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS \"(?:[^\"]|\"\")*\"\\.(\\w+)");

    private static final Pattern COLUMN =
            Pattern.compile("ALTER TABLE \"(?:[^\"]|\"\")*\"\\.(\\w+)\\s+ADD COLUMN IF NOT EXISTS (\\w+)");
    /** Tables, and columns behind their table's name. */
    private static final String THERE =
            """
            SELECT upper(TABLE_NAME) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ?1
            UNION ALL
            SELECT upper(TABLE_NAME) || '.' || upper(COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ?1""";

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

    private static String plainSchema(DatabaseSettings settings) {
        String named = settings.schema();
        return named == null ? "PUBLIC" : named;
    }

    /** Quoted. */
    static String schema(DatabaseSettings settings) {
        return Identifiers.quote(plainSchema(settings));
    }

    @Override
    public String schema() {
        return schema(settings);
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

    /** The last that is made says that all are there: nobody reads while tables are being changed. */
    @Override
    public boolean installed(OwnTables group) {
        refuseUnlessControl(group);
        return there() && transactions.commit(TransactionOptions.REPORT, s -> exists(s, TURN));
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
                plainSchema(settings),
                name);
    }

    @Override
    public List<String> missingPrivileges(OwnTables group) {
        refuseUnlessControl(group);
        return List.of();
    }

    /** One thread at a time, and nothing that is there already: H2 does not take two that change tables at once. */
    @Override
    public void install(OwnTables group) {
        List<String> ddl = ddl(group);
        synchronized (INSTALLING) {
            transactions.commit(TransactionOptions.CONTROL, session -> {
                Set<String> there = Set.copyOf(session.query(THERE, row -> row.string(1), plainSchema(settings)));
                ddl.stream()
                        .filter(statement -> !there.contains(made(statement)))
                        .forEach(session::update);
                return true;
            });
        }
    }

    /** The table or column that a statement makes, in capitals. */
    private static String made(String statement) {
        Matcher table = TABLE.matcher(statement);
        Matcher column = COLUMN.matcher(statement);
        if (column.find()) {
            return (column.group(1) + "." + column.group(2)).toUpperCase(Locale.ROOT);
        }
        if (!table.find()) {
            throw new IllegalStateException("neither a table nor a column: " + statement);
        }
        return table.group(1).toUpperCase(Locale.ROOT);
    }

    @Override
    public void oneAtATime(Session session) {
        String turn = table(TURN);
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
