package dev.backfill.testkit;

import dev.backfill.testkit.MariaFixture.Product;
import org.junit.jupiter.api.Nested;

/** The dialect that MariaDB and MySQL share, on MySQL. */
class MySqlDialectDatabaseTest {
    @Nested
    class Engine extends MariaEngineContract {
        Engine() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Columns extends MariaColumnsContract {
        Columns() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Copies extends MariaCopyContract {
        Copies() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Catalog extends MariaCatalogContract {
        Catalog() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Types extends MariaTypesContract {
        Types() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class LargeRows extends MariaLargeRowsContract {
        LargeRows() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Modes extends MariaModesContract {
        Modes() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Keys extends MariaKeysContract {
        Keys() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Rehearsal extends MariaRehearsalContract {
        Rehearsal() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Health extends MariaHealthContract {
        Health() {
            super(Product.MYSQL);
        }
    }

    @Nested
    class Limits extends MariaLimitsContract {
        Limits() {
            super(Product.MYSQL);
        }
    }
}
