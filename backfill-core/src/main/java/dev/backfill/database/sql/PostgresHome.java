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
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The engine's own tables in PostgreSQL. */
final class PostgresHome implements Database.Home {
    /** Keeps two processes from creating the same tables at the same time; the number itself means nothing. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(4207849484)";

    private static final Map<String, String> NEEDED_ON_LEDGER = Map.of(
            "backfill_claim", "SELECT,INSERT,UPDATE,DELETE",
            "backfill_partition", "SELECT,INSERT",
            "backfill_chunk", "SELECT,INSERT,UPDATE",
            "backfill_dead_letter", "SELECT,INSERT,UPDATE");
    private static final Map<String, String> NEEDED_ON_CONTROL = Map.of(
            "backfill_run", "SELECT,INSERT,UPDATE",
            "backfill_event", "SELECT,INSERT",
            "backfill_stop", "SELECT,INSERT,UPDATE",
            "backfill_delivery", "SELECT,INSERT,UPDATE");
    private static final String MISSING_PRIVILEGES =
            """
            SELECT p FROM (SELECT to_regclass(?) AS own) AS t, unnest(string_to_array(?, ',')) AS p
             WHERE own IS NOT NULL AND NOT has_table_privilege(own, p)""";

    private final DatabaseSettings settings;
    private final PostgresTransactions transactions;
    private volatile @Nullable String schema;

    PostgresHome(DatabaseSettings settings, PostgresTransactions transactions) {
        this.settings = settings;
        this.transactions = transactions;
        this.schema = settings.schema();
    }

    @Override
    public String table(String name) {
        return schema() + "." + Identifiers.quote(name);
    }

    @Override
    public String schema() {
        return Identifiers.quote(plainSchema());
    }

    private String plainSchema() {
        String known = schema;
        if (known == null) {
            known = transactions.commit(
                    TransactionOptions.CONTROL,
                    s -> s.one("SELECT coalesce(current_schema(), '')", row -> row.string(1)));
            if (known.isEmpty()) {
                throw new BackfillException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "database " + settings.name()
                                + ": the connection has no current schema for the engine's tables",
                        "name one: backfill.databases." + settings.name() + ".schema");
            }
            schema = known;
        }
        return known;
    }

    @Override
    public List<String> ddl(OwnTables group) {
        return Ddl.read("postgresql", group, schema());
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
        // not quoted, and so of any case
        return session.one("SELECT to_regclass(?) IS NOT NULL", row -> row.flag(1), schema() + "." + name);
    }

    @Override
    public List<String> missingPrivileges(OwnTables group) {
        Map<String, String> needed = group == OwnTables.LEDGER ? NEEDED_ON_LEDGER : NEEDED_ON_CONTROL;
        learnSchema();
        return transactions.commit(TransactionOptions.CONTROL, session -> needed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each ->
                        session
                                .query(MISSING_PRIVILEGES, row -> row.string(1), table(each.getKey()), each.getValue())
                                .stream()
                                .map(privilege -> privilege + " on " + each.getKey()))
                .toList());
    }

    @Override
    public void install(OwnTables group) {
        PostgresParts parts = new PostgresParts(ddl(group));
        if (transactions.commit(TransactionOptions.CONTROL, parts::allThere)) {
            return;
        }
        try {
            transactions.commit(TransactionOptions.CONTROL, session -> {
                oneAtATime(session);
                ddl(group).forEach(session::update);
                return true;
            });
        } catch (DatabaseException e) {
            if (!"42501".equals(e.sqlState()) && !"3F000".equals(e.sqlState())) {
                throw e;
            }
            throw OwnTables.refused(
                    settings.name(),
                    "the engine's own tables in schema " + plainSchema() + " are missing or of an older version",
                    e);
        }
    }

    @Override
    public void oneAtATime(Session session) {
        session.query(ONE_AT_A_TIME, row -> true);
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
        return "postgresql";
    }

    @Override
    public DatabaseException failure(SQLException failure) {
        return transactions.translate(failure);
    }
}
