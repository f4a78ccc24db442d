package dev.backfill.bench.table;

import java.util.List;

/** What is in SQLite: the rows that PostgreSQL has but for the e-mail addresses, for SQLite has no digests. */
public final class SqliteTables {
    private static final String CREATE =
            """
            CREATE TABLE users (
              id INTEGER PRIMARY KEY,
              full_name TEXT NOT NULL,
              email TEXT NOT NULL,
              email_verified INTEGER NOT NULL,
              first_name TEXT,
              last_name TEXT,
              created_at TEXT NOT NULL
            )""";

    /** The numbers are multiplied by one that scatters them. */
    private static final String FILL =
            """
            INSERT INTO users (id, full_name, email, email_verified, created_at)
            WITH RECURSIVE
              numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d),
              given AS (SELECT json('["Ada","José","Łukasz","Mei","Olga","Ravi","Zoë","Tunde","Ivy","Noor","Sven","Ana",
                "Kofi"]') AS g),
              family AS (SELECT json('["Lovelace","García","Nowak","Chen","Petrova","Iyer","Müller","Okafor","Smith",
                "Al-Sayed","O''Neill"]') AS f)
            SELECT 3 * n - n * 7919 %% 3 + n / 100000 * 50000,
                   CASE WHEN n %% 60 = 0 THEN g ->> (n %% 13)
                        WHEN n %% 20 = 0 THEN (g ->> (n %% 13)) || ' de ' || (f ->> (n / 13 %% 11))
                        ELSE (g ->> (n %% 13)) || ' ' || (f ->> (n / 13 %% 11)) END,
                   printf('%%016x@example.com', n * 2654435761 %% 4294967296),
                   n %% 3 <> 0,
                   datetime('2020-01-01', (7 * n) || ' seconds')
            FROM numbers, given, family""";

    /** Row by row against the template. */
    private static final String UNTOUCHED =
            """
            SELECT count(*) || ' ' || (SELECT count(*) FROM main.users) FROM main.users AS u JOIN before.users AS b USING (id)
            WHERE u.full_name IS b.full_name AND u.email IS b.email AND u.email_verified IS b.email_verified
              AND u.created_at IS b.created_at""";

    private static final String SPLIT =
            """
            SELECT count(*), count(*) FILTER (WHERE first_name IS substr(full_name, 1, instr(full_name || ' ', ' ') - 1)
                                                AND last_name IS substr(full_name, instr(full_name || ' ', ' ') + 1))
            FROM main.users""";

    public static final Content USERS = new Content(
            "users",
            List.of(CREATE, FILL, "CREATE INDEX users_email ON users (email)", "ANALYZE", "VACUUM"),
            List.of("ATTACH '%s' AS before"),
            UNTOUCHED,
            SPLIT);

    private SqliteTables() {}
}
