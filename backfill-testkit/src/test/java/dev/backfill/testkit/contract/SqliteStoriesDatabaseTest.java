package dev.backfill.testkit.contract;

import dev.backfill.testkit.SqliteServer;

/** Random runs on SQLite. */
class SqliteStoriesDatabaseTest extends StoryProperties {
    SqliteStoriesDatabaseTest() {
        super(new SqliteTestDialect(), SqliteServer::start);
    }
}
