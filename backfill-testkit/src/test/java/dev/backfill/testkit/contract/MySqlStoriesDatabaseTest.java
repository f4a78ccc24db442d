package dev.backfill.testkit.contract;

import dev.backfill.testkit.MySqlServer;

/** Random runs on MySQL. */
class MySqlStoriesDatabaseTest extends StoryProperties {
    MySqlStoriesDatabaseTest() {
        super(new MySqlTestDialect(), MySqlServer::start);
    }
}
