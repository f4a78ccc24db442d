package dev.backfill.bench.side;

import dev.backfill.bench.server.Copy;
import dev.backfill.bench.table.Product;
import java.sql.Connection;
import java.sql.Statement;

/** A loop inside the server: no round trips, a commit per chunk, nothing to resume from. */
final class ProcedureLoop {
    private static final String CREATE =
            """
            CREATE PROCEDURE split_names(chunk int) LANGUAGE plpgsql AS $$
            DECLARE
              done bigint;
              upto bigint;
              last bigint;
            BEGIN
              SELECT min(id) - 1, max(id) INTO done, last FROM users;
              WHILE done < last LOOP
                SELECT id INTO upto FROM users WHERE id > done ORDER BY id OFFSET chunk - 1 LIMIT 1;
                IF NOT FOUND THEN
                  upto := last;
                END IF;
                %s AND id > done AND id <= upto;
                COMMIT;
                done := upto;
              END LOOP;
            END $$"""
                    .formatted(NameSplit.update(Product.POSTGRESQL));

    private ProcedureLoop() {}

    static Side.Task prepare(Copy copy, int workers) {
        copy.execute(CREATE);
        return () -> {
            try (Connection connection = copy.connect();
                    Statement statement = connection.createStatement()) {
                // a procedure may commit only if the caller has no transaction open
                connection.setAutoCommit(true);
                statement.execute("CALL split_names(" + Sides.CHUNK + ")");
            }
        };
    }
}
