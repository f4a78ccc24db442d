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
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The engine's own tables in MariaDB or MySQL. Their DDL commits by itself, so every statement can be run again. */
final class MariaHome implements Database.Home {
    /** Keeps two processes from creating the same tables at the same time; a name of a lock is short. */
    private static final String LOCK = "backfill ";

    private static final long LOCK_SECONDS =
            TransactionOptions.CONTROL.lockTimeout().toSeconds();
    /** No privilege: on the table, on the schema, of the kind. */
    private static final Set<Integer> DENIED = Set.of(1142, 1143, 1044, 1227);

    private static final Map<String, List<String>> NEEDED_ON_LEDGER = Map.of(
            "backfill_claim", List.of("SELECT", "INSERT", "UPDATE", "DELETE"),
            "backfill_partition", List.of("SELECT", "INSERT"),
            "backfill_chunk", List.of("SELECT", "INSERT", "UPDATE"),
            "backfill_dead_letter", List.of("SELECT", "INSERT", "UPDATE"),
            "backfill_pulse", List.of("INSERT", "UPDATE"));
    private static final Map<String, List<String>> NEEDED_ON_CONTROL = Map.of(
            "backfill_run", List.of("SELECT", "INSERT", "UPDATE"),
            "backfill_event", List.of("SELECT", "INSERT"),
            "backfill_stop", List.of("SELECT", "INSERT", "UPDATE"),
            "backfill_delivery", List.of("SELECT", "INSERT", "UPDATE"));
    /** A schema's name is quoted and may have anything in it. */
    private static final String NAME = "`(?:[^`]|``)*`\\.(\\w+)";

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS " + NAME);
    private static final Pattern COLUMN =
            Pattern.compile("ALTER TABLE " + NAME + "\\s+ADD COLUMN IF NOT EXISTS (\\w+)");

    private final DatabaseSettings settings;
    private final MariaFlavour flavour;
    private final MariaTransactions transactions;
    private volatile @Nullable String schema;

    MariaHome(DatabaseSettings settings, MariaTransactions transactions) {
        this.settings = settings;
        this.flavour = MariaFlavour.of(settings.url());
        this.transactions = transactions;
        this.schema = settings.schema();
    }

    @Override
    public String table(String name) {
        return schema() + "." + MariaNames.quote(name);
    }

    @Override
    public String schema() {
        return MariaNames.quote(plainSchema());
    }

    private String plainSchema() {
        String known = schema;
        if (known == null) {
            known = transactions.commit(
                    TransactionOptions.CONTROL, s -> s.one("SELECT coalesce(DATABASE(), '')", row -> row.string(1)));
            if (known.isEmpty()) {
                throw new BackfillException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "database " + settings.name() + ": the address names no database for the engine's tables",
                        "name one: backfill.databases." + settings.name() + ".schema");
            }
            schema = known;
        }
        return known;
    }

    @Override
    public List<String> ddl(OwnTables group) {
        return statements(group).stream()
                .flatMap(each -> flavour.repeatable(each).stream())
                .toList();
    }

    private List<String> statements(OwnTables group) {
        return Ddl.read("mariadb", group, schema());
    }

    /** Before a transaction that needs it: asked within that it would take a second connection. */
    private void learnSchema() {
        plainSchema();
    }

    @Override
    public boolean installed(OwnTables group) {
        String probe = group == OwnTables.LEDGER ? "backfill_dead_letter" : "backfill_event";
        learnSchema();
        return transactions.commit(TransactionOptions.CONTROL, s -> exists(s, probe));
    }

    @Override
    public boolean exists(Session session, String name) {
        return session.one(
                "SELECT count(*) > 0 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND lower(TABLE_NAME) = lower(?)",
                row -> row.flag(1),
                plainSchema(),
                name);
    }

    @Override
    public List<String> missingPrivileges(OwnTables group) {
        Map<String, List<String>> needed = group == OwnTables.LEDGER ? NEEDED_ON_LEDGER : NEEDED_ON_CONTROL;
        learnSchema();
        return transactions.commit(TransactionOptions.CONTROL, session -> needed.entrySet().stream()
                .filter(each -> exists(session, each.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each -> each.getValue().stream()
                        .filter(privilege -> denied((MariaSession) session, privilege, each.getKey()))
                        .map(privilege -> privilege + " on " + each.getKey()))
                .toList());
    }

    /** Tried, without touching a row, for the views of privileges know nothing of roles. */
    private boolean denied(MariaSession session, String privilege, String table) {
        String name = table(table);
        String column =
                table.equals("backfill_pulse") ? "session" : table.equals("backfill_stop") ? "stop_no" : "run_id";
        String statement =
                switch (privilege) {
                    case "SELECT" -> "SELECT 1 FROM " + name + " LIMIT 0";
                    case "INSERT" -> "INSERT INTO " + name + " (" + column + ") SELECT 1 FROM DUAL WHERE false";
                    case "UPDATE" -> "UPDATE " + name + " SET " + column + " = NULL WHERE false";
                    default -> "DELETE FROM " + name + " WHERE false";
                };
        return DENIED.contains(session.probe(statement));
    }

    @Override
    public void install(OwnTables group) {
        List<String> wanted = statements(group);
        boolean there = transactions.commit(
                TransactionOptions.CONTROL, session -> wanted.stream().allMatch(each -> made(session, each)));
        if (there) {
            return;
        }
        try {
            transactions.commit(TransactionOptions.CONTROL, session -> {
                oneAtATime(session);
                ddl(group).forEach(session::update);
                return true;
            });
        } catch (DatabaseException e) {
            if (!"42000".equals(e.sqlState())) {
                throw e;
            }
            throw OwnTables.refused(
                    settings.name(),
                    "the engine's own tables in schema " + plainSchema() + " are missing or of an older version",
                    e);
        }
    }

    /** True if there is what the statement makes. */
    private boolean made(Session session, String statement) {
        Matcher table = TABLE.matcher(statement);
        Matcher column = COLUMN.matcher(statement);
        if (table.find()) {
            return exists(session, table.group(1));
        }
        if (!column.find()) {
            throw new IllegalStateException("neither a table nor a column: " + statement);
        }
        return session.one(
                // the name as it is: by an expression the server would look for it in every table of the schema
                "SELECT count(*) > 0 FROM information_schema.COLUMNS"
                        + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?",
                row -> row.flag(1),
                plainSchema(),
                column.group(1),
                column.group(2));
    }

    @Override
    public void oneAtATime(Session session) {
        String name = session.one("SELECT concat(?, md5(?))", row -> row.string(1), LOCK, plainSchema());
        ((MariaSession) session).lock(name, LOCK_SECONDS);
    }

    @Override
    public void limit(Connection connection) throws SQLException {
        transactions.limit(connection, TransactionOptions.REPORT);
    }

    @Override
    public DataSource dataSource() {
        return transactions.committing();
    }

    @Override
    public String batchDialect() {
        return flavour.statements().batch();
    }

    @Override
    public DatabaseException failure(SQLException failure) {
        return transactions.translate(failure);
    }
}
