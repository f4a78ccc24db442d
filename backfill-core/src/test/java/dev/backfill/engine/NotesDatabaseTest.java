package dev.backfill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.database.Database;
import dev.backfill.database.OwnTables;
import dev.backfill.preflight.Fixture;
import dev.backfill.run.NewRun;
import dev.backfill.run.RunEvent;
import dev.backfill.run.RunId;
import dev.backfill.run.RunStore;
import dev.backfill.run.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotesDatabaseTest {
    private static final int NOTES = 100;

    @Test
    void eachIsWrittenOnceThoughTwoThreadsWrite() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try (Database control = Fixture.open()) {
            control.home().install(OwnTables.CONTROL);
            RunStore store = new RunStore(control);
            RunId run = store.create(
                    new NewRun("notes", "app", "public.t", "", "", 0, new Settings(null, 1, null)), "test");
            Notes notes = new Notes(store, run);
            List<String> texts =
                    IntStream.range(0, NOTES).mapToObj(i -> "slowed " + i).toList();
            texts.forEach(notes::pace);

            Callable<Boolean> write = () -> {
                notes.write();
                return true;
            };
            for (Future<Boolean> written : writers.invokeAll(List.of(write, write))) {
                assertThat(written.get()).isTrue();
            }

            assertThat(store.events("notes"))
                    .filteredOn(event -> event.what().equals("pace"))
                    .extracting(RunEvent::detail)
                    .containsExactlyElementsOf(texts);
        } finally {
            writers.shutdownNow();
        }
    }
}
