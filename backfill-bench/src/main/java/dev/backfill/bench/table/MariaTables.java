package dev.backfill.bench.table;

import java.util.List;

/** What is in MariaDB: the rows that PostgreSQL has, in its own types. */
public final class MariaTables {
    private static final Key ID =
            new Key("users", "id bigint NOT NULL", "id", "3 * n - n * 7919 %% 3 + n DIV 100000 * 50000");
    private static final Key INT_TEXT = new Key(
            "int_text",
            "tenant int NOT NULL, code varchar(40) NOT NULL",
            "tenant, code",
            "n DIV 1000, CONCAT('user-', LPAD(n, 9, '0'))");
    private static final Key TEXT =
            new Key("text", "code varchar(40) NOT NULL", "code", "CONCAT('user-', LPAD(n, 9, '0'))");
    /** Of version 4 by their form, which the server looks at. */
    private static final Key UUID = new Key(
            "uuid",
            "uid uuid NOT NULL",
            "uid",
            "CAST(INSERT(INSERT(MD5(CONCAT('key', n)), 13, 1, '4'), 17, 1, 'a') AS uuid)");

    private static final String CREATE =
            """
            CREATE TABLE users (
              %s,
              full_name varchar(100) NOT NULL,
              email varchar(100) NOT NULL,
              email_verified boolean NOT NULL,
              first_name varchar(100),
              last_name varchar(100),
              created_at datetime NOT NULL,
              PRIMARY KEY (%s)
            ) ENGINE=InnoDB""";

    /** In the key's order, so that pages are as full as they can be. */
    private static final String FILL =
            """
            INSERT INTO users (%s, full_name, email, email_verified, created_at)
            SELECT %s,
                   CASE WHEN n %%%% 60 = 0 THEN given
                        WHEN n %%%% 20 = 0 THEN CONCAT(given, ' de ', family)
                        ELSE CONCAT(given, ' ', family) END,
                   CONCAT(LEFT(MD5(n), 16), '@example.com'),
                   n %%%% 3 <> 0,
                   TIMESTAMP'2020-01-01 00:00:00' + INTERVAL 7 * n SECOND
            FROM (SELECT seq AS n,
                    ELT(1 + seq %%%% 13, 'Ada','José','Łukasz','Mei','Olga','Ravi','Zoë','Tunde','Ivy','Noor','Sven','Ana',
                        'Kofi') AS given,
                    ELT(1 + seq DIV 13 %%%% 11, 'Lovelace','García','Nowak','Chen','Petrova','Iyer','Müller','Okafor',
                        'Smith','Al-Sayed','O''Neill') AS family
                  FROM seq_1_to_%%d) AS numbers
            ORDER BY %s""";

    private static final String FIRST = "SUBSTRING_INDEX(full_name, ' ', 1)";
    private static final String LAST = "SUBSTR(full_name, CHAR_LENGTH(SUBSTRING_INDEX(full_name, ' ', 1)) + 2)";

    /** Compared by bytes, whatever the collation. */
    private static final String SPLIT =
            "SELECT COUNT(*), SUM(BINARY first_name <=> %s AND BINARY last_name <=> %s) FROM users"
                    .formatted(FIRST, LAST);

    private static final String COPIED =
            """
            SELECT (SELECT COUNT(*) FROM people),
                   (SELECT COUNT(*) FROM people AS p JOIN users AS u ON u.id = p.person_id
                    WHERE BINARY p.first_name = SUBSTRING_INDEX(full_name, ' ', 1)
                      AND BINARY p.last_name = SUBSTR(full_name, CHAR_LENGTH(SUBSTRING_INDEX(full_name, ' ', 1)) + 2)
                      AND BINARY p.email = u.email AND u.first_name IS NULL AND u.last_name IS NULL)""";

    private static final String PEOPLE =
            """
            CREATE TABLE people (
              person_id bigint PRIMARY KEY,
              first_name varchar(100),
              last_name varchar(100),
              email varchar(100)
            ) ENGINE=InnoDB""";

    /** What makes a template is in no log. */
    private static final String NO_LOG = "SET SESSION sql_log_bin = 0";

    private static final String INDEX = "CREATE INDEX users_email ON users (email)";

    public static final Content USERS = users(ID);

    /** The same users by other keys. */
    public static final Content USERS_BY_INT_TEXT = users(INT_TEXT);

    public static final Content USERS_BY_TEXT = users(TEXT);
    public static final Content USERS_BY_UUID = users(UUID);

    /** Users, and an empty table for them. */
    public static final Content USERS_AND_PEOPLE = new Content(
            "people",
            List.of(
                    NO_LOG,
                    CREATE.formatted(ID.declaration(), ID.columns()),
                    FILL.formatted(ID.columns(), ID.values(), ID.positions()),
                    INDEX,
                    PEOPLE),
            untouched(ID),
            COPIED);

    private MariaTables() {}

    /**
     * An empty table for users that are in PostgreSQL.
     *
     * @param sum of {@link PostgresTables#PEOPLE_SUM}
     */
    public static Content people(String sum) {
        return new Content(
                "people_from_elsewhere",
                List.of(NO_LOG, PEOPLE),
                "SELECT 'nothing'",
                """
                SELECT COUNT(*), IF(SUM(CRC32(CONCAT_WS('|', person_id, first_name, last_name, email))) = %s, COUNT(*), 0)
                FROM people"""
                        .formatted(sum));
    }

    private static Content users(Key key) {
        return new Content(
                key.name(),
                List.of(
                        NO_LOG,
                        CREATE.formatted(key.declaration(), key.columns()),
                        FILL.formatted(key.columns(), key.values(), key.positions()),
                        INDEX),
                untouched(key),
                SPLIT);
    }

    private static String untouched(Key key) {
        return """
                SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT_WS('|', %s, full_name, email, email_verified, created_at))))
                FROM users"""
                .formatted(key.columns());
    }
}
