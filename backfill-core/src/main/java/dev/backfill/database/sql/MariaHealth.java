package dev.backfill.database.sql;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.DatabaseSettings;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.database.Session;
import dev.backfill.definition.TableName;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How a server of MariaDB or MySQL is. MariaDB is asked by its information schema: its performance schema may be off. */
final class MariaHealth implements Health {
    /** A privilege of the whole server is missing. */
    private static final String NEEDS_PROCESS = "42000";

    private static final String OLDEST =
            """
            SELECT coalesce(max(timestampdiff(MICROSECOND, t.TRX_STARTED, SYSDATE(6)) / 1e6), 0)
              FROM information_schema.INNODB_TRX t
             WHERE t.TRX_MYSQL_THREAD_ID <> CONNECTION_ID() AND coalesce(t.TRX_QUERY, '') NOT LIKE '/* backfill */%%'
               AND t.TRX_MYSQL_THREAD_ID NOT IN (%s)""";

    private static final String LIVE = "SELECT coalesce(max(TABLE_ROWS), 0) FROM information_schema.TABLES"
            + " WHERE TABLE_SCHEMA = coalesce(?, DATABASE()) AND TABLE_NAME = ?";

    private static final String BEAT = "INSERT INTO %s (session, beat) VALUES (CONNECTION_ID(), SYSDATE(6))"
            + " ON DUPLICATE KEY UPDATE beat = SYSDATE(6)";

    private final MariaFlavour flavour;
    private final MariaHealthConnection connection;
    private final MariaTransactions transactions;
    private final MariaReplicas replicas;
    private final MariaHome home;
    private final TableName table;
    private final String url;
    private boolean there;

    MariaHealth(DatabaseSettings settings, MariaTransactions transactions, MariaHome home, TableName table) {
        this.flavour = MariaFlavour.of(settings.url());
        this.connection = new MariaHealthConnection(settings);
        this.transactions = transactions;
        this.replicas = new MariaReplicas(settings.replicas());
        this.home = home;
        this.table = table;
        this.url = settings.url();
    }

    /** None that it knows of: a primary sees that somebody reads its log, and not how far anybody is. */
    @Override
    public List<Standby> standbys() {
        return List.of();
    }

    @Override
    public Activity activity() {
        return look(session -> MariaActivity.read(session, transactions.workers(), MariaSessions.of(url)));
    }

    @Override
    public int release() {
        return look(session -> MariaActivity.release(session, transactions.workers()));
    }

    @Override
    public OptionalDouble commit() {
        if (!there) {
            there = look(session -> home.exists(session, "backfill_pulse"));
        }
        return there
                ? OptionalDouble.of(connection.commit(BEAT.formatted(home.table("backfill_pulse"))) / 1e9)
                : OptionalDouble.empty();
    }

    @Override
    public double oldestSnapshot() {
        return look(session ->
                session.one(OLDEST.formatted(MariaActivity.list(MariaSessions.of(url))), row -> row.decimal(1)));
    }

    /** None: old versions are kept apart from the table, for as long as {@link #oldestSnapshot} says. */
    @Override
    public DeadRows deadRows() {
        long live = look(session -> session.one(LIVE, row -> row.number(1), table.schema(), table.table()));
        return new DeadRows(0, live, false);
    }

    /** Checkpoints are never forced in the sense meant here: the server flushes all the while. */
    @Override
    public Log log() {
        return look(session -> session.one(
                flavour.views().log(),
                row -> new Log(row.number(1), 0, row.isNull(2) ? Long.MAX_VALUE : row.number(2))));
    }

    @Override
    public List<Standby> replicas() {
        return replicas.read();
    }

    @Override
    public Connections connections() {
        return look(s ->
                s.one(flavour.views().connections(), row -> new Connections((int) row.number(1), (int) row.number(2))));
    }

    /** The server does not tell. */
    @Override
    public OptionalDouble diskUsed() {
        return OptionalDouble.empty();
    }

    @Override
    public Internals internals() {
        return look(session -> session.one(
                flavour.views().internals(),
                row -> new Internals(known(row, 1), known(row, 2), row.number(3), known(row, 4))));
    }

    private static OptionalDouble known(Session.Cells row, int column) {
        return row.isNull(column) ? OptionalDouble.empty() : OptionalDouble.of(row.decimal(column));
    }

    @Override
    public double query(String sql) {
        return connection.look(open -> OneNumber.read(open, new MariaGuard(), sql));
    }

    private <T> T look(Function<Session, T> look) {
        try {
            return connection.look(open -> look.apply(connection.session(open)));
        } catch (DatabaseException e) {
            if (e.failureClass() == FailureClass.DEFINITIVE && NEEDS_PROCESS.equals(e.sqlState())) {
                throw new DatabaseException(
                        FailureClass.DEFINITIVE,
                        e.sqlState(),
                        "what others do is hidden from the connected user; have a DBA run: "
                                + flavour.views().needed(),
                        false,
                        e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        replicas.close();
        connection.close();
    }
}
