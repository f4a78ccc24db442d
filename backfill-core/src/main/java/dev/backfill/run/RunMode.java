package dev.backfill.run;

/** Whether a run may commit. */
public enum RunMode {
    DRY_RUN("dry-run"),
    EXECUTE("execute");

    private final String label;

    RunMode(String label) {
        this.label = label;
    }

    /** As people and scripts read it. */
    public String label() {
        return label;
    }
}
