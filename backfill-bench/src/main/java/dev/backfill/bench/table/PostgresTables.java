package dev.backfill.bench.table;

import java.util.List;

/** What is in PostgreSQL. */
public final class PostgresTables {
    /** Ids ascend with a gap after nearly every row and a wide one after every 100 000. */
    private static final Key ID =
            new Key("users", "id bigint NOT NULL", "id", "3 * n - n * 7919 %% 3 + n / 100000 * 50000");

    /** Rows lie in the key's order, as where customers come one after another. */
    private static final Key INT_TEXT = new Key(
            "int_text",
            "tenant int NOT NULL, code text NOT NULL",
            "tenant, code",
            "(n / 1000)::int, 'user-' || lpad(n::text, 9, '0')");

    private static final Key TEXT = new Key("text", "code text NOT NULL", "code", "'user-' || lpad(n::text, 9, '0')");

    /** In no order, and not in that of the e-mail addresses: the rows of a chunk lie anywhere. */
    private static final Key UUID = new Key("uuid", "uid uuid NOT NULL", "uid", "md5('key' || n)::uuid");

    /**
     * Of 60 names one has no second word and three have three; e-mail addresses are in no order, so an index on them is
     * entered at random places.
     */
    private static final String CREATE =
            """
            CREATE TABLE users (
              %s,
              full_name text NOT NULL,
              email text NOT NULL,
              email_verified boolean NOT NULL,
              first_name text,
              last_name text,
              created_at timestamptz NOT NULL
            )""";

    private static final String FILL =
            """
            INSERT INTO users (%s, full_name, email, email_verified, created_at)
            SELECT %s,
                   CASE WHEN n %%%% 60 = 0 THEN given[1 + n %%%% 13]
                        WHEN n %%%% 20 = 0 THEN given[1 + n %%%% 13] || ' de ' || family[1 + n / 13 %%%% 11]
                        ELSE given[1 + n %%%% 13] || ' ' || family[1 + n / 13 %%%% 11] END,
                   substr(md5(n::text), 1, 16) || '@example.com',
                   n %%%% 3 <> 0,
                   timestamptz '2020-01-01 00:00:00+00' + n * interval '7 seconds'
            FROM generate_series(1, %%d::bigint) AS n,
                 (SELECT ARRAY['Ada','José','Łukasz','Mei','Olga','Ravi','Zoë','Tunde','Ivy','Noor','Sven','Ana','Kofi'],
                         ARRAY['Lovelace','García','Nowak','Chen','Petrova','Iyer','Müller','Okafor','Smith',
                               'Al-Sayed','O''Neill']) AS names(given, family)""";

    private static final String FIRST = "split_part(full_name, ' ', 1)";
    private static final String LAST = "substr(full_name, length(split_part(full_name, ' ', 1)) + 2)";

    private static final String SPLIT =
            """
            SELECT count(*), count(*) FILTER (WHERE first_name = %s AND last_name = %s) FROM users"""
                    .formatted(FIRST, LAST);

    private static final String COPIED =
            """
            SELECT (SELECT count(*) FROM people),
                   (SELECT count(*) FROM people AS p JOIN users AS u ON u.id = p.person_id
                    WHERE p.first_name = split_part(full_name, ' ', 1)
                      AND p.last_name = substr(full_name, length(split_part(full_name, ' ', 1)) + 2)
                      AND p.email = u.email AND u.first_name IS NULL AND u.last_name IS NULL)""";

    /** Asks for the sum that {@link MariaTables#people} must have when it is a copy of these users. */
    public static final String PEOPLE_SUM =
            """
            SELECT sum(crc32(convert_to(concat_ws('|', id, %s, %s, email), 'UTF8'))) FROM users"""
                    .formatted(FIRST, LAST);

    public static final Content USERS = users(ID);

    /** The same users by other keys. */
    public static final Content USERS_BY_INT_TEXT = users(INT_TEXT);

    public static final Content USERS_BY_TEXT = users(TEXT);
    public static final Content USERS_BY_UUID = users(UUID);

    /** Users, and an empty table for them. */
    public static final Content USERS_AND_PEOPLE = new Content(
            "people",
            List.of(
                    CREATE.formatted(ID.declaration()),
                    FILL.formatted(ID.columns(), ID.values()),
                    "ALTER TABLE users ADD PRIMARY KEY (id)",
                    "CREATE INDEX users_email ON users (email)",
                    "CREATE TABLE people (person_id bigint PRIMARY KEY, first_name text, last_name text, email text)",
                    "VACUUM (FREEZE, ANALYZE) users"),
            untouched(ID),
            COPIED);

    private PostgresTables() {}

    private static Content users(Key key) {
        return new Content(
                key.name(),
                List.of(
                        CREATE.formatted(key.declaration()),
                        FILL.formatted(key.columns(), key.values()),
                        "ALTER TABLE users ADD PRIMARY KEY (" + key.columns() + ")",
                        "CREATE INDEX users_email ON users (email)",
                        "VACUUM (FREEZE, ANALYZE) users"),
                untouched(key),
                SPLIT);
    }

    private static String untouched(Key key) {
        return """
                SELECT count(*) || ' ' || sum(hashtext(concat_ws('|', %s)) * 31::bigint + hashtext(full_name) * 7::bigint
                  + hashtext(email) + email_verified::int + hashint8(extract(epoch FROM created_at)::bigint)) FROM users"""
                .formatted(key.columns());
    }
}
