package dev.backfill.bench;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.backfill.bench.side.Side;
import dev.backfill.bench.table.MariaTables;
import dev.backfill.bench.table.PostgresTables;
import dev.backfill.bench.table.Product;
import dev.backfill.bench.table.SqliteTables;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A side that does not do the whole job, or more than the job, does not get a figure. */
class WrongResultDatabaseTest {
    private static final Ground POSTGRES = new Ground.Tables(Product.POSTGRESQL, PostgresTables.USERS);
    private static final Ground POSTGRES_COPY = new Ground.Tables(Product.POSTGRESQL, PostgresTables.USERS_AND_PEOPLE);
    private static final Ground MARIA = new Ground.Tables(Product.MARIADB, MariaTables.USERS);
    private static final Ground MARIA_COPY = new Ground.Tables(Product.MARIADB, MariaTables.USERS_AND_PEOPLE);
    private static final Ground SQLITE = new Ground.Tables(Product.SQLITE, SqliteTables.USERS);
    private static final Ground BETWEEN = new Ground.FromPostgresIntoMaria();

    private static final String FIRST = "split_part(full_name, ' ', 1)";
    private static final String LAST = "substr(full_name, length(split_part(full_name, ' ', 1)) + 2)";
    private static final String MARIA_FIRST = "SUBSTRING_INDEX(full_name, ' ', 1)";
    private static final String MARIA_LAST = "SUBSTR(full_name, CHAR_LENGTH(SUBSTRING_INDEX(full_name, ' ', 1)) + 2)";
    private static final String SQLITE_FIRST = "substr(full_name, 1, instr(full_name || ' ', ' ') - 1)";
    private static final String SQLITE_LAST = "substr(full_name, instr(full_name || ' ', ' ') + 1)";

    private static Grounds grounds;

    @BeforeAll
    static void start(@TempDir Path data) {
        grounds = new Grounds(data, 500);
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                        split(POSTGRES, update(FIRST, LAST)),
                        split(MARIA, update(MARIA_FIRST, MARIA_LAST)),
                        split(SQLITE, update(SQLITE_FIRST, SQLITE_LAST)),
                        copy(POSTGRES_COPY, insert("id, " + FIRST + ", " + LAST + ", email FROM users")),
                        copy(MARIA_COPY, insert("id, " + MARIA_FIRST + ", " + MARIA_LAST + ", email FROM users")),
                        Stream.of(
                                Arguments.of(BETWEEN, new String[] {"SELECT 1"}),
                                Arguments.of(BETWEEN, new String[] {"INSERT INTO people VALUES (1, 'a', 'b', 'c')"})))
                .flatMap(cases -> cases);
    }

    private static String update(String first, String last) {
        return "UPDATE users SET first_name = " + first + ", last_name = " + last;
    }

    private static String insert(String select) {
        return "INSERT INTO people SELECT " + select;
    }

    private static Stream<Arguments> split(Ground ground, String right) {
        return Stream.of(
                Arguments.of(ground, new String[] {"SELECT 1"}),
                Arguments.of(ground, new String[] {right + " WHERE id > 1"}),
                Arguments.of(ground, new String[] {right, "UPDATE users SET email = 'x' WHERE id = 1"}),
                Arguments.of(ground, new String[] {right, "DELETE FROM users WHERE id = 1"}),
                Arguments.of(ground, new String[] {right, "UPDATE users SET last_name = NULL WHERE id = 1"}));
    }

    private static Stream<Arguments> copy(Ground ground, String right) {
        return Stream.of(
                Arguments.of(ground, new String[] {"SELECT 1"}),
                Arguments.of(ground, new String[] {right + " WHERE id > 1"}),
                Arguments.of(ground, new String[] {right, "UPDATE people SET email = 'x' WHERE person_id = 1"}),
                Arguments.of(ground, new String[] {right, "UPDATE users SET first_name = 'x' WHERE id = 1"}),
                Arguments.of(ground, new String[] {right, "DELETE FROM users WHERE id = 1"}));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefused(Ground ground, String[] statements) {
        Side side = new Side("wrong", "wrong", Side.Family.SQL, 1, (copy, workers) -> () -> copy.execute(statements));
        Rounds rounds = new Rounds(new PrintStream(OutputStream.nullOutputStream()));

        assertThatIllegalStateException()
                .as(Arrays.toString(statements))
                .isThrownBy(() -> rounds.run(List.of(new Rounds.Entry(side, grounds.template(ground, 500))), 1))
                .havingCause()
                .withMessageContaining("wrong result");
    }
}
