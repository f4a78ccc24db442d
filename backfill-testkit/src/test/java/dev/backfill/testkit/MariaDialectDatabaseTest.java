package dev.backfill.testkit;

import dev.backfill.testkit.MariaFixture.Product;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dialect that MariaDB and MySQL share, on MariaDB. */
class MariaDialectDatabaseTest {
    @Nested
    class Engine extends MariaEngineContract {
        Engine() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Columns extends MariaColumnsContract {
        Columns() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Copies extends MariaCopyContract {
        Copies() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Catalog extends MariaCatalogContract {
        Catalog() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Types extends MariaTypesContract {
        Types() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class LargeRows extends MariaLargeRowsContract {
        LargeRows() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Modes extends MariaModesContract {
        Modes() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Keys extends MariaKeysContract {
        Keys() {
            super(Product.MARIADB);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "k uuid | k | concat(left(md5(seq), 12), '4000', left(md5(seq), 16))",
                    "k inet6 | k | concat('::', hex(seq))",
                })
        void everyRowOnceByItsOwnTypes(String columns, String key, String values) throws Exception {
            everyRowOnce(columns, key, values);
        }
    }

    @Nested
    class Rehearsal extends MariaRehearsalContract {
        Rehearsal() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Health extends MariaHealthContract {
        Health() {
            super(Product.MARIADB);
        }
    }

    @Nested
    class Limits extends MariaLimitsContract {
        Limits() {
            super(Product.MARIADB);
        }
    }
}
