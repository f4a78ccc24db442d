package dev.backfill.bench.table;

/** A kind of database, for what is written differently. */
public enum Product {
    POSTGRESQL("PostgreSQL"),
    MARIADB("MariaDB"),
    SQLITE("SQLite");

    private final String title;

    Product(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
