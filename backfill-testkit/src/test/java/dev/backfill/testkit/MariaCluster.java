package dev.backfill.testkit;

import java.sql.SQLException;
import org.testcontainers.containers.Network;

/** Two servers of MariaDB in containers, of which each commit waits until both have it; tests talk to the first. */
final class MariaCluster implements DatabaseServer {
    private final Network network;
    private final MariaContainerServer first;
    private final MariaContainerServer second;

    private MariaCluster(Network network, MariaContainerServer first, MariaContainerServer second) {
        this.network = network;
        this.first = first;
        this.second = second;
    }

    /** Skips the test, saying why, on a machine that has no engine or no image. */
    static MariaCluster start() {
        MariaContainerServer.assumeThereAreContainers();
        Network network = Network.newNetwork();
        MariaContainerServer first = node(network, "first", "gcomm://");
        return new MariaCluster(network, first, node(network, "second", "gcomm://first"));
    }

    private static MariaContainerServer node(Network network, String name, String others) {
        return MariaContainerServer.start(
                container -> container.withNetwork(network).withNetworkAliases(name),
                "--wsrep-on=ON",
                "--wsrep-provider=/usr/lib/galera/libgalera_smm.so",
                "--wsrep-cluster-address=" + others,
                "--wsrep-node-address=" + name,
                "--wsrep-sst-method=rsync",
                // one that waits for another one is two too many
                "--wsrep-provider-options=gcs.fc_limit=1;gcs.fc_factor=0.5",
                "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2");
    }

    @Override
    public String createDatabase() {
        String url = first.createDatabase();
        try {
            if (Sql.number(
                            url,
                            "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS"
                                    + " WHERE VARIABLE_NAME = 'WSREP_CLUSTER_SIZE'")
                    != 2) {
                throw new IllegalStateException("the second server has not joined the first");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url;
    }

    @Override
    public void dropDatabases() {
        first.dropDatabases();
    }

    @Override
    public void close() {
        second.close();
        first.close();
        network.close();
    }
}
