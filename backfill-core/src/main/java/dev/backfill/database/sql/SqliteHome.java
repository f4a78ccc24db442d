package dev.backfill.database.sql;

import dev.backfill.database.Database;
import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.OwnTables;
import dev.backfill.database.Session;
import dev.backfill.database.TransactionOptions;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** The ledger in a SQLite file. There is no control data in it: that is beside it. */
final class SqliteHome implements Database.Home {
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS \\S+\\.(\\w+)");
    /** What tables of an older version may lack, which no statement of SQLite adds only if it is missing. */
    private static final Map<String, List<String>> ADDED = new TreeMap<>(
            Map.of("backfill_dead_letter", List.of("settled_by", "origin"), "backfill_chunk", List.of("work_millis")));

    private final DatabaseSettings settings;
    private final SqliteTransactions transactions;

    SqliteHome(DatabaseSettings settings, SqliteTransactions transactions) {
        this.settings = settings;
        this.transactions = transactions;
    }

    @Override
    public String schema() {
        return Identifiers.quote(SqliteCatalog.SCHEMA);
    }

    @Override
    public String table(String name) {
        return schema() + "." + Identifiers.quote(name);
    }

    /** One statement writes at a time, and each has the lock already. */
    @Override
    public String locking() {
        return "";
    }

    @Override
    public List<String> ddl(OwnTables group) {
        refuseUnlessLedger(group);
        return Ddl.read("sqlite", group, schema());
    }

    @Override
    public boolean installed(OwnTables group) {
        refuseUnlessLedger(group);
        return transactions.read(TransactionOptions.CONTROL, s -> exists(s, "backfill_dead_letter"));
    }

    @Override
    public boolean exists(Session session, String name) {
        return session.one(
                "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower(?)",
                row -> row.flag(1),
                name);
    }

    /** Who may write to the file may write to each of its tables. */
    @Override
    public List<String> missingPrivileges(OwnTables group) {
        return List.of();
    }

    @Override
    public void install(OwnTables group) {
        List<String> ddl = ddl(group);
        boolean there = transactions.read(
                TransactionOptions.CONTROL,
                session -> ddl.stream().allMatch(each -> exists(session, made(each)))
                        && lacking(session).isEmpty());
        if (there) {
            return;
        }
        try {
            transactions.commit(TransactionOptions.CONTROL, session -> {
                ddl.forEach(session::update);
                lacking(session).forEach(session::update);
                return true;
            });
        } catch (DatabaseException e) {
            if (e.failureClass() != FailureClass.DEFINITIVE) {
                throw e;
            }
            throw new BackfillException(
                    ErrorCode.PREFLIGHT_REFUSED,
                    "database " + settings.name()
                            + ": the engine's own tables are missing or of an older version, and cannot be created: "
                            + e.getMessage(),
                    "let this user write to the file and its directory, or have somebody run the output of: backfill"
                            + " schema NAME",
                    e);
        }
    }

    private static String made(String statement) {
        Matcher table = TABLE.matcher(statement);
        if (!table.find()) {
            throw new IllegalStateException("makes no table: " + statement);
        }
        return table.group(1);
    }

    /** Statements that add what is missing. */
    private List<String> lacking(Session session) {
        return ADDED.entrySet().stream()
                .flatMap(each -> each.getValue().stream()
                        .filter(column -> !session.one(
                                "SELECT count(*) > 0 FROM pragma_table_info(?) WHERE name = ?",
                                row -> row.flag(1),
                                each.getKey(),
                                column))
                        .map(column -> "ALTER TABLE " + table(each.getKey()) + " ADD COLUMN " + column
                                + (column.endsWith("_millis") ? " integer" : " text")))
                .toList();
    }

    /** Each transaction that writes is the only one. */
    @Override
    public void oneAtATime(Session session) {
        // the session's transaction has the lock already
    }

    @Override
    public DataSource dataSource() {
        throw noControlData();
    }

    @Override
    public void limit(Connection connection) throws SQLException {
        throw noControlData();
    }

    @Override
    public String batchDialect() {
        throw noControlData();
    }

    @Override
    public DatabaseException failure(SQLException failure) {
        return transactions.translate(failure);
    }

    private void refuseUnlessLedger(OwnTables group) {
        if (group != OwnTables.LEDGER) {
            throw noControlData();
        }
    }

    private BackfillException noControlData() {
        return new BackfillException(
                ErrorCode.CAPABILITY_MISSING,
                "database " + settings.name() + " is SQLite, which holds no control data",
                "leave control out: then it is in a file beside the database");
    }
}
