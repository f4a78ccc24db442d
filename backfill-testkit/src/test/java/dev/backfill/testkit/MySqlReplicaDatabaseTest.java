package dev.backfill.testkit;

import java.util.List;

/** On MySQL. */
class MySqlReplicaDatabaseTest extends MariaReplicaContract {
    @Override
    DatabaseServer start(int number) {
        return MySqlServer.start("--log-bin=log", "--server-id=" + number);
    }

    @Override
    List<String> follow(String port) {
        return List.of(
                "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + port
                        + ", MASTER_USER = 'root', MASTER_CONNECT_RETRY = 1",
                "START SLAVE");
    }
}
