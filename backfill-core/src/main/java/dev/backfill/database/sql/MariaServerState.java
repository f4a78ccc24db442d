package dev.backfill.database.sql;

import dev.backfill.database.ServerState;
import dev.backfill.database.Table;
import java.time.Duration;

/** One look at what the server says of itself. */
final class MariaServerState {
    private static final String STATE =
            """
            SELECT s.*,
                   (SELECT count(*) FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%%'),
                   (SELECT count(*) FROM information_schema.PROCESSLIST
                     WHERE ID <> CONNECTION_ID() AND STATE = 'Waiting for table metadata lock'
                       AND locate(?, INFO) > 0 AND INFO REGEXP '^[[:space:]]*(alter|drop|rename|truncate|lock|optimize)')
              FROM (%s) AS s""";

    private static final String OLDEST =
            "SELECT max(timestampdiff(SECOND, TRX_STARTED, NOW())) FROM information_schema.INNODB_TRX"
                    + " WHERE TRX_MYSQL_THREAD_ID <> CONNECTION_ID()";

    private MariaServerState() {}

    static ServerState read(MariaSession session, Table table) {
        // whoever may not see the transactions of others is told so by the guards
        long oldest = session.probe(OLDEST) == 0 ? session.one(OLDEST, row -> row.number(1)) : 0;
        return session.one(
                STATE.formatted(session.flavour().views().state()),
                row -> new ServerState(
                        row.flag(1) && row.flag(2),
                        row.flag(2),
                        (int) row.number(3),
                        Duration.ofSeconds(oldest),
                        row.flag(4)),
                table.name().table());
    }
}
