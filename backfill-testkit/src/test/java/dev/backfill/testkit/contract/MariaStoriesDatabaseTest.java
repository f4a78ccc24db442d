package dev.backfill.testkit.contract;

import dev.backfill.testkit.MariaServer;

/** Random runs on MariaDB. */
class MariaStoriesDatabaseTest extends StoryProperties {
    MariaStoriesDatabaseTest() {
        super(new MariaTestDialect(), MariaServer::start);
    }
}
