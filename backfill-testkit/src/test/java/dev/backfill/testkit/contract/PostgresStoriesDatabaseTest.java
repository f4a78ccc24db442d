package dev.backfill.testkit.contract;

import dev.backfill.testkit.PostgresServer;

/** Random runs on PostgreSQL. */
class PostgresStoriesDatabaseTest extends StoryProperties {
    PostgresStoriesDatabaseTest() {
        super(new PostgresTestDialect(), PostgresServer::start);
    }
}
