package dev.backfill.database.sql;

import dev.backfill.database.DatabaseSettings;
import dev.backfill.error.BackfillException;
import dev.backfill.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the server what it is before anything is said that it may not understand: both drivers connect to either. */
final class MariaServerCheck {
    private static final Pattern MARIA = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+-MariaDB");
    private static final Pattern MYSQL = Pattern.compile("^(\\d+)\\.(\\d+)");
    /** A mistake in the statement, or no such function. */
    private static final Pattern NOT_UNDERSTOOD = Pattern.compile("42");

    /** As row work asks for it. */
    private static final String ROWS_OF_JSON =
            "SELECT c FROM JSON_TABLE('[]', '$[*]' COLUMNS (c LONGTEXT PATH '$[0][0]' ERROR ON ERROR)) AS v";

    private static final Pattern ONE_SERVER =
            Pattern.compile("jdbc:\\w+://([^/?@,]*@)?(\\([^/?)]*\\)|[^/?,]*)([/?]|$)");

    private MariaServerCheck() {}

    /**
     * Behind the back of whoever uses it, a driver that knows several servers goes over to another one, to sessions that are
     * not set up as ours are.
     *
     * @throws BackfillException if the address names several, or a way to choose among them
     */
    static void refuseSeveral(DatabaseSettings settings) {
        if (!ONE_SERVER.matcher(settings.url()).lookingAt()) {
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "the url of database " + settings.name() + " lets the driver choose a server; expected one host",
                    "write jdbc:mariadb://host:port/database or jdbc:mysql://host:port/database, with a name or an address"
                            + " that leads to the server that takes writes");
        }
    }

    /**
     * @return true if the server makes a table of JSON
     * @throws BackfillException if the address is for the other product, or the server too old
     */
    static boolean check(DatabaseSettings settings, MariaFlavour flavour) {
        Properties properties = new Properties();
        if (settings.username() != null) {
            properties.setProperty("user", settings.username());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("connectTimeout", "5000");
        properties.setProperty("socketTimeout", "5000");
        flavour.driver(settings.url()).forEach(properties::setProperty);
        try (Connection connection = DriverManager.getConnection(settings.url(), properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT VERSION()")) {
            rows.next();
            refuseUnless(settings.name(), flavour, rows.getString(1));
            return makesRowsOfJson(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server in front of the database, or one that only speaks as MySQL does, may not know the function. */
    private static boolean makesRowsOfJson(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ROWS_OF_JSON);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() > 0
                    && NOT_UNDERSTOOD.matcher(String.valueOf(e.getSQLState())).lookingAt()) {
                return false;
            }
            throw e;
        }
    }

    static void refuseUnless(String name, MariaFlavour flavour, String version) {
        Matcher maria = MARIA.matcher(version);
        boolean isMaria = maria.find();
        if (isMaria != flavour instanceof MariaDbFlavour) {
            String address = isMaria ? MariaDbFlavour.ADDRESS : MySqlFlavour.ADDRESS;
            throw new BackfillException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "database " + name + " is " + (isMaria ? "MariaDB " : "MySQL ") + version
                            + ", but its address is for " + flavour.product(),
                    "let its url begin with " + address);
        }
        Matcher number = isMaria ? maria : MYSQL.matcher(version);
        if (!isMaria && !number.find()) {
            return;
        }
        int major = Integer.parseInt(number.group(1));
        boolean old = isMaria ? major * 100 + Integer.parseInt(number.group(2)) < 1006 : major < 8;
        if (old) {
            throw new BackfillException(
                    ErrorCode.CAPABILITY_MISSING,
                    "database " + name + " is " + flavour.product() + " " + version + "; expected " + flavour.oldest()
                            + " or newer",
                    "use a newer server");
        }
    }
}
