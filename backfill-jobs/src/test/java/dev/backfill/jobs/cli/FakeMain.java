package dev.backfill.jobs.cli;

/** The real process over a fake engine that works until it is told to pause. */
final class FakeMain {
    private FakeMain() {}

    public static void main(String[] arguments) {
        FakeEngine engine = new FakeEngine();
        engine.endless = true;
        System.exit(Main.run(arguments, Console.ofProcess(), configured -> engine));
    }
}
