package dev.backfill.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PostgreSQL 13 and newer. */
final class PostgresTestDialect implements TestDialect {
    private final TestValues values = new PostgresTestValues();

    @Override
    public TestValues values() {
        return values;
    }

    @Override
    public Set<Lack> lacks() {
        return Set.of();
    }

    @Override
    public List<String> greeting() {
        return List.of();
    }

    /** By its name it is one of the engine's. */
    @Override
    public Observing observing(String url) {
        return new Observing(url + "&ApplicationName=backfill-test", true);
    }

    @Override
    public String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String currentSchema() {
        return "current_schema()";
    }

    @Override
    public String numbers(int rows) {
        return "generate_series(1, " + rows + ") AS n";
    }

    @Override
    public String differs(String left, String right) {
        return "(" + left + " IS DISTINCT FROM " + right + ")";
    }

    @Override
    public String number(String text) {
        return "(" + text + ")::int";
    }

    @Override
    public String anHourBefore(String instant) {
        return instant + " - interval '1 hour'";
    }

    @Override
    public String row(String alias, List<String> columns) {
        return alias + "::text";
    }

    @Override
    public String version(String alias, List<String> columns) {
        return "%1$s.xmin::text || ' ' || %1$s.ctid::text || ' ' || %1$s::text".formatted(alias);
    }

    @Override
    public String tables(String schema) {
        return "SELECT tablename FROM pg_tables WHERE schemaname = " + schema;
    }

    @Override
    public String objects() {
        return "SELECT oid::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace";
    }

    @Override
    public String idleTransactions() {
        return """
               SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                  AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '1 s'""";
    }

    @Override
    public String analyze(String table) {
        return "ANALYZE " + table;
    }

    @Override
    public List<String> dropPrimaryKey(String table) {
        return List.of("ALTER TABLE " + table + " DROP CONSTRAINT " + table + "_pkey");
    }

    @Override
    public List<String> change(String table, String column, String type) {
        String alter = "ALTER TABLE " + table + " ALTER " + column;
        String bare = type.replace(" NOT NULL", "");
        List<String> statements = new ArrayList<>();
        statements.add(alter + " TYPE " + bare);
        if (!bare.equals(type)) {
            statements.add(alter + " SET NOT NULL");
        }
        return statements;
    }

    @Override
    public List<String> partitioned() {
        return List.of(
                "CREATE TABLE t (id int PRIMARY KEY, n int) PARTITION BY HASH (id)",
                "CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
    }

    @Override
    public List<String> refuse(int id, String sqlState, String message) {
        return List.of(
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF NEW.id = %d THEN RAISE EXCEPTION 'not %%', '%2$s' USING DETAIL = '%2$s', ERRCODE = '%3$s'; END IF;
                  RETURN NEW;
                END $$"""
                        .formatted(id, message, sqlState),
                "CREATE TRIGGER refuse BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    @Override
    public List<String> keepDerived() {
        return List.of(
                """
                CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF NEW.source IS DISTINCT FROM OLD.source THEN NEW.derived := upper(NEW.source); END IF;
                  RETURN NEW;
                END $$""",
                "CREATE TRIGGER keep BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION keep()");
    }

    @Override
    public List<String> readOnly() {
        return List.of("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
                + " current_database()); END $$");
    }

    @Override
    public List<String> afterUpdate(String table, String statement) {
        return List.of(
                "CREATE FUNCTION after_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + statement
                        + "; RETURN NULL; END $$",
                "CREATE TRIGGER after_update AFTER UPDATE ON " + table
                        + " FOR EACH ROW EXECUTE FUNCTION after_update()");
    }

    @Override
    public String writingFunction(String name) {
        return "CREATE FUNCTION " + name
                + "() RETURNS int LANGUAGE plpgsql AS $$ BEGIN UPDATE t SET n = -4; RETURN 0; END $$";
    }

    @Override
    public List<String> user(String name, String password, String schema) {
        List<String> statements = new ArrayList<>(List.of(
                "CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "GRANT SELECT, UPDATE ON t TO " + name,
                "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + name,
                "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO " + name));
        if (!schema.equals("public")) {
            statements.add("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
        }
        return statements;
    }

    /** Default privileges have said it. */
    @Override
    public List<String> admit(String name, String schema, List<String> tables) {
        return List.of();
    }
}
