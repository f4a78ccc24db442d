package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Column;
import dev.backfill.database.Database;
import dev.backfill.database.Table;
import dev.backfill.definition.TableName;
import dev.backfill.testkit.MariaFixture.Product;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a table before anything is done to it. */
abstract class MariaCatalogContract {
    private final MariaFixture server;

    MariaCatalogContract(Product product) {
        this.server = new MariaFixture(product);
    }

    @ParameterizedTest
    @CsvSource({
        "orders, lines",
        "Orders, Lines",
        "orders_2024, orders_2024_lines",
        "order-book, lines",
        "orders, line-items",
        "örders$, l''ines %",
    })
    void tellsWhoRefersToIt(String table, String other) {
        server.run(
                "CREATE TABLE `" + table + "` (id int PRIMARY KEY, code varchar(9) UNIQUE)",
                "CREATE TABLE nobody (id int PRIMARY KEY, other int, FOREIGN KEY nobody_fk (other) REFERENCES nobody (id))",
                "CREATE TABLE `" + other + "` (id int PRIMARY KEY, o int, c varchar(9),"
                        + " CONSTRAINT by_id FOREIGN KEY (o) REFERENCES `" + table + "` (id),"
                        + " CONSTRAINT by_code FOREIGN KEY (c) REFERENCES `" + table + "` (code))");

        assertThat(describe(table).referencedBy())
                .containsExactlyInAnyOrder(
                        new Table.ForeignKey("by_id", List.of("id")), new Table.ForeignKey("by_code", List.of("code")));
        assertThat(describe(other).referencedBy()).isEmpty();
        assertThat(describe(other).foreignKeys())
                .containsExactlyInAnyOrder(
                        new Table.ForeignKey("by_id", List.of("o")), new Table.ForeignKey("by_code", List.of("c")));
    }

    @Test
    void aColumnThatFollowsEachChangeIsToldAsATriggerIs() {
        server.run("CREATE TABLE followed (id int PRIMARY KEY, n int, at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP"
                + " ON UPDATE CURRENT_TIMESTAMP, seen datetime NOT NULL DEFAULT CURRENT_TIMESTAMP)");

        assertThat(describe("followed").triggers()).isEmpty();
        assertThat(describe("followed").require("at").generation()).isEqualTo(Column.Generation.FOLLOWING);
    }

    @Test
    void tellsWhoRefersToItFromElsewhere() {
        String elsewhere = server.text("SELECT concat(DATABASE(), '-other')");
        server.run(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "CREATE DATABASE `" + elsewhere + "`",
                "CREATE TABLE `" + elsewhere
                        + "`.r (id int PRIMARY KEY, t int, CONSTRAINT afar FOREIGN KEY (t) REFERENCES "
                        + server.text("SELECT DATABASE()") + ".t (id))");

        assertThat(describe("t").referencedBy()).containsExactly(new Table.ForeignKey("afar", List.of("id")));
    }

    @Test
    void aKeyTellsAllRowsApartByWholeColumns() {
        server.run("CREATE TABLE t (a int, b varchar(200), c varchar(200), d int NOT NULL, PRIMARY KEY (d, a),"
                + " UNIQUE KEY whole (b), UNIQUE KEY beginning (c(10)), UNIQUE KEY both_of (a, c(10)), KEY plain (a))");
        server.run("CREATE TABLE other (x int, UNIQUE KEY whole (x))");

        assertThat(describe("t").primaryKey()).containsExactly("d", "a");
        assertThat(describe("t").uniqueKeys()).containsExactly(List.of("d", "a"), List.of("b"));
    }

    private Table describe(String table) {
        try (Database database = server.open()) {
            return database.describe(new TableName(null, table));
        }
    }
}
