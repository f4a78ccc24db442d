package dev.backfill.testkit;

import dev.backfill.definition.Backfill;
import dev.backfill.engine.BackfillEngine;
import dev.backfill.engine.Engines;
import dev.backfill.engine.RunOptions;
import dev.backfill.run.RunStatus;
import dev.backfill.testkit.MariaFixture.Product;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table of users on MariaDB or MySQL, which holds the control data too, and an engine. */
abstract class MariaEngineSuite {
    static final int ROWS = 1000;
    final MariaFixture database;
    BackfillEngine engine;

    MariaEngineSuite(Product product) {
        this.database = new MariaFixture(product);
    }

    @BeforeEach
    void table() {
        database.run(
                "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(60) COLLATE utf8mb4_general_ci, first varchar(20)"
                        + " COLLATE utf8mb4_general_ci, visits int NOT NULL)",
                "INSERT INTO users SELECT seq, concat('First', seq, ' Last'), NULL, seq % 7 FROM "
                        + database.numbers(ROWS));
        engine = Engines.create(Map.of("app", database.open()), null);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
    }

    final RunStatus start(Backfill backfill) {
        return engine.start(backfill, RunOptions.NONE, "test", signal -> {});
    }
}
