package dev.backfill.testkit.contract;

import dev.backfill.testkit.DatabaseServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/**
 * The server that the contract suites nested in a class share; registered there as a static extension. Started by the
 * first test that asks for a database, so that each test says for itself why there is none.
 */
final class ContractServer
        implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, TestInstancePostProcessor {
    private static final ExtensionContext.Namespace OWN = ExtensionContext.Namespace.create(ContractServer.class);

    private final TestDialect dialect;
    private final Supplier<? extends DatabaseServer> start;
    private final List<ContractServer> beside = new ArrayList<>();
    private final Queue<TestDatabase> databases = new ConcurrentLinkedQueue<>();
    private @Nullable DatabaseServer running;
    private @Nullable ExtensionContext outermost;

    ContractServer(TestDialect dialect, Supplier<? extends DatabaseServer> start) {
        this.dialect = dialect;
        this.start = start;
    }

    /** Another one, for suites that need two; its databases and its end are those of this one. */
    ContractServer beside(TestDialect other, Supplier<? extends DatabaseServer> starting) {
        ContractServer server = new ContractServer(other, starting);
        beside.add(server);
        return server;
    }

    static ContractServer of(ExtensionContext context) {
        return Objects.requireNonNull(
                context.getStore(OWN).get(ContractServer.class, ContractServer.class),
                "the class registers no ContractServer as a static extension");
    }

    TestDialect dialect() {
        return dialect;
    }

    TestDatabase newDatabase() {
        DatabaseServer server = running == null ? start.get() : running;
        running = server;
        String url = server.createDatabase();
        TestDatabase database = new TestDatabase(url, dialect, IdleConnections.to(dialect.observing(url)));
        databases.add(database);
        return database;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (outermost == null) {
            outermost = context;
            context.getStore(OWN).put(ContractServer.class, this);
        }
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) {
        if (instance instanceof EngineContract contract) {
            contract.use(this);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        dropDatabases();
    }

    /** Those of the test that is over. */
    void dropDatabases() {
        beside.forEach(ContractServer::dropDatabases);
        for (TestDatabase used = databases.poll(); used != null; used = databases.poll()) {
            used.observers().close();
        }
        if (running != null) {
            running.dropDatabases();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context == outermost) {
            stop();
        }
    }

    /** For whoever does not register it. */
    void stop() {
        beside.forEach(ContractServer::stop);
        if (running != null) {
            running.close();
        }
    }
}
