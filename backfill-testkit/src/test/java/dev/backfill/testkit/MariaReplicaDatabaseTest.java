package dev.backfill.testkit;

import java.util.List;

/** On MariaDB. */
class MariaReplicaDatabaseTest extends MariaReplicaContract {
    @Override
    DatabaseServer start(int number) {
        return MariaServer.start("--log-bin=log", "--server-id=" + number);
    }

    @Override
    List<String> follow(String port) {
        return List.of(
                "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + port
                        + ", MASTER_USER = 'root', MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = no, MASTER_SSL = 0,"
                        + " MASTER_LOG_FILE = 'log.000001', MASTER_LOG_POS = 4",
                "START SLAVE");
    }
}
