package dev.backfill.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table: what is in it before, and what must be in it after. */
final class UsersTable {
    /**
     * Ids ascend with a gap after nearly every row and a wide one after every 100 000; of 60 names one has no second
     * word and three have three; e-mail addresses are in no order, so an index on them is entered at random places.
     */
    private static final String CREATE =
            """
            CREATE TABLE users (
              id bigint NOT NULL,
              full_name text NOT NULL,
              email text NOT NULL,
              email_verified boolean NOT NULL,
              first_name text,
              last_name text,
              created_at timestamptz NOT NULL
            );
            INSERT INTO users (id, full_name, email, email_verified, created_at)
            SELECT 3 * n - n * 7919 %% 3 + n / 100000 * 50000,
                   CASE WHEN n %% 60 = 0 THEN given[1 + n %% 13]
                        WHEN n %% 20 = 0 THEN given[1 + n %% 13] || ' de ' || family[1 + n / 13 %% 11]
                        ELSE given[1 + n %% 13] || ' ' || family[1 + n / 13 %% 11] END,
                   substr(md5(n::text), 1, 16) || '@example.com',
                   n %% 3 <> 0,
                   timestamptz '2020-01-01 00:00:00+00' + n * interval '7 seconds'
            FROM generate_series(1, %d::bigint) AS n,
                 (SELECT ARRAY['Ada','José','Łukasz','Mei','Olga','Ravi','Zoë','Tunde','Ivy','Noor','Sven','Ana','Kofi'],
                         ARRAY['Lovelace','García','Nowak','Chen','Petrova','Iyer','Müller','Okafor','Smith',
                               'Al-Sayed','O''Neill']) AS names(given, family);
            ALTER TABLE users ADD PRIMARY KEY (id);
            CREATE INDEX users_email ON users (email);
            """;

    private static final String FINGERPRINT =
            """
            sum(hashint8(id)::bigint * 31 + hashtext(full_name) * 7::bigint + hashtext(email)
                + email_verified::int + hashint8(extract(epoch FROM created_at)::bigint))""";

    private static final String AFTER =
            """
            SELECT count(*),
                   count(*) FILTER (WHERE first_name = split_part(full_name, ' ', 1)
                                      AND last_name = substr(full_name, length(split_part(full_name, ' ', 1)) + 2)),
                   %s
            FROM users
            """
                    .formatted(FINGERPRINT);

    private UsersTable() {}

    /**
     * @return the fingerprint
     */
    static String create(String url, long rows) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE.formatted(rows));
            statement.execute("VACUUM (FREEZE, ANALYZE) users");
            return Query.one(connection, "SELECT " + FINGERPRINT + " FROM users");
        } catch (SQLException e) {
            throw new IllegalStateException("the users table could not be made", e);
        }
    }

    static void verify(Connection connection, Template template) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(AFTER)) {
            result.next();
            long rows = result.getLong(1);
            long right = result.getLong(2);
            boolean untouched = template.fingerprint().equals(result.getString(3));
            if (rows != template.rows() || right != rows || !untouched) {
                throw new IllegalStateException("wrong result: %d rows, %d of them right, other columns %s; expected %d"
                        .formatted(rows, right, untouched ? "untouched" : "changed", template.rows()));
            }
        }
    }
}
