package dev.backfill.jobs.acceptance;

/** What the SQL work is compared with: character by character, without a regular expression. */
final class FamilyName {
    private FamilyName() {}

    static String of(String sortName) {
        for (int i = 0; i < sortName.length(); i++) {
            boolean comma = sortName.charAt(i) == ',';
            boolean members = sortName.startsWith(" (", i)
                    && i + 2 < sortName.length()
                    && Character.isLetter(sortName.charAt(i + 2));
            if (comma || members) {
                return sortName.substring(0, i);
            }
        }
        return sortName;
    }
}
