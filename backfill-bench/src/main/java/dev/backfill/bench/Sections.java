package dev.backfill.bench;

import dev.backfill.bench.side.CopySides;
import dev.backfill.bench.side.KeySides;
import dev.backfill.bench.side.MariaSides;
import dev.backfill.bench.side.Side;
import dev.backfill.bench.side.SqliteSides;
import dev.backfill.bench.table.Content;
import dev.backfill.bench.table.MariaTables;
import dev.backfill.bench.table.PostgresTables;
import dev.backfill.bench.table.Product;
import dev.backfill.bench.table.SqliteTables;
import java.util.List;

/** What is compared beside SQL work and row work on PostgreSQL. */
final class Sections {
    private static final Ground MARIA_USERS = new Ground.Tables(Product.MARIADB, MariaTables.USERS);
    private static final Ground SQLITE_USERS = new Ground.Tables(Product.SQLITE, SqliteTables.USERS);

    static final List<Section> ALL = List.of(
            Section.on(
                    MARIA_USERS,
                    "SQL work on MariaDB",
                    MariaSides.SQL_WORK,
                    List.of(
                            new Target("maria-sql-ours-1", "maria-sql-bare-1", 0.95),
                            new Target("maria-sql-ours-2", "maria-sql-bare-2", 0.95))),
            Section.on(
                    MARIA_USERS,
                    "row work on MariaDB",
                    MariaSides.ROW_WORK,
                    List.of(
                            new Target("maria-rows-ours-1", "maria-rows-bare-1", 0.95),
                            new Target("maria-rows-ours-2", "maria-rows-bare-2", 0.95),
                            new Target("maria-rows-ours-1", "maria-rows-batch-1", 3),
                            new Target("maria-rows-ours-2", "maria-rows-batch-2", 3))),
            Section.on(
                    new Ground.Tables(Product.POSTGRESQL, PostgresTables.USERS_AND_PEOPLE),
                    "a copy within PostgreSQL",
                    CopySides.WITHIN,
                    List.of(new Target("copy-ours-2", "copy-single", 0.9))),
            Section.on(
                    new Ground.Tables(Product.MARIADB, MariaTables.USERS_AND_PEOPLE),
                    "a copy within MariaDB",
                    MariaSides.COPIES,
                    List.of(new Target("maria-copy-ours-2", "maria-copy-single", 0.9))),
            Section.on(
                    new Ground.FromPostgresIntoMaria(),
                    "a copy from PostgreSQL into MariaDB",
                    CopySides.BETWEEN,
                    List.of(
                            new Target("between-ours-1", "between-stock-1", 3),
                            new Target("between-ours-2", "between-stock-1", 3))),
            Section.on(
                    SQLITE_USERS,
                    "SQL work on SQLite",
                    SqliteSides.SQL_WORK,
                    List.of(new Target("sqlite-ours-1", "sqlite-bare-1", 0.9))),
            new Section(
                    "keys on PostgreSQL",
                    List.of(
                            postgres(KeySides.ours("keys", "bigint"), PostgresTables.USERS),
                            postgres(KeySides.ours("keys", "int-text"), PostgresTables.USERS_BY_INT_TEXT),
                            postgres(KeySides.ours("keys", "text"), PostgresTables.USERS_BY_TEXT),
                            postgres(KeySides.ours("keys", "uuid"), PostgresTables.USERS_BY_UUID),
                            postgres(KeySides.BARE_BIGINT, PostgresTables.USERS),
                            postgres(KeySides.BARE_INT_TEXT, PostgresTables.USERS_BY_INT_TEXT),
                            postgres(KeySides.BARE_TEXT, PostgresTables.USERS_BY_TEXT),
                            postgres(KeySides.BARE_UUID, PostgresTables.USERS_BY_UUID)),
                    keyTargets("keys")),
            new Section(
                    "keys on MariaDB",
                    List.of(
                            maria(KeySides.ours("maria-keys", "bigint"), MariaTables.USERS),
                            maria(KeySides.ours("maria-keys", "int-text"), MariaTables.USERS_BY_INT_TEXT),
                            maria(KeySides.ours("maria-keys", "text"), MariaTables.USERS_BY_TEXT),
                            maria(KeySides.ours("maria-keys", "uuid"), MariaTables.USERS_BY_UUID)),
                    keyTargets("maria-keys")));

    /** Ids of the sides that are also run on a large table; the bare loops as a control. */
    static final List<String> SCALED =
            List.of("maria-sql-bare-2", "maria-sql-ours-2", "sqlite-bare-1", "sqlite-ours-1");

    /** Of those, the ones that a target is about. */
    static final List<String> SCALING_TARGETS = List.of("maria-sql-ours-2", "sqlite-ours-1");

    private Sections() {}

    static List<Section.Contender> contenders() {
        return ALL.stream().flatMap(section -> section.contenders().stream()).toList();
    }

    private static Section.Contender postgres(Side side, Content content) {
        return new Section.Contender(side, new Ground.Tables(Product.POSTGRESQL, content));
    }

    private static Section.Contender maria(Side side, Content content) {
        return new Section.Contender(side, new Ground.Tables(Product.MARIADB, content));
    }

    private static List<Target> keyTargets(String product) {
        String bigint = product + "-bigint-ours-1";
        return List.of(
                new Target(product + "-int-text-ours-1", bigint, 0.8),
                new Target(product + "-text-ours-1", bigint, 0.8),
                new Target(product + "-uuid-ours-1", bigint, 0.8));
    }
}
