package dev.backfill.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises the message with which one client makes the server commit. A driver that has prepared COMMIT sends only
 * the statement's name, so names are followed from Parse to Bind to Execute. Not thread-safe.
 */
final class CommitWatch {
    private static final Pattern COMMIT =
            Pattern.compile("\\s*(COMMIT|END)(\\s+(WORK|TRANSACTION))?[\\s;]*", Pattern.CASE_INSENSITIVE);

    private final Set<String> statements = new HashSet<>();
    private final Set<String> portals = new HashSet<>();

    /** Whether this message, once the server has it, commits. */
    boolean commits(Frame frame) {
        switch (frame.type()) {
            case 'Q' -> {
                return isCommit(frame.strings(0, 1).get(0));
            }
            case 'P' -> {
                List<String> nameAndSql = frame.strings(0, 2);
                note(statements, nameAndSql.get(0), isCommit(nameAndSql.get(1)));
            }
            case 'B' -> {
                List<String> portalAndStatement = frame.strings(0, 2);
                note(portals, portalAndStatement.get(0), statements.contains(portalAndStatement.get(1)));
            }
            case 'E' -> {
                return portals.contains(frame.strings(0, 1).get(0));
            }
            case 'C' -> {
                boolean statement = frame.first() == 'S';
                (statement ? statements : portals).remove(frame.strings(1, 1).get(0));
            }
            default -> {
                // carries no statement
            }
        }
        return false;
    }

    private static boolean isCommit(String sql) {
        return COMMIT.matcher(sql).matches();
    }

    private static void note(Set<String> names, String name, boolean commits) {
        if (commits) {
            names.add(name);
        } else {
            names.remove(name);
        }
    }
}
