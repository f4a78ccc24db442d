package dev.backfill.testkit.contract;

import dev.backfill.chunk.Moment;
import dev.backfill.definition.ChunkLimits;
import dev.backfill.testkit.contract.Story.Act;
import dev.backfill.testkit.contract.Story.Change;
import dev.backfill.testkit.contract.Story.Deed;
import dev.backfill.testkit.contract.Story.Layout;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.IntegerArbitrary;

/** All stories there are; simpler ones have fewer rows, workers and acts. */
final class Stories {
    private Stories() {}

    static Arbitrary<Story> over(List<KeyCase> keys) {
        return Combinators.combine(
                        layouts(keys),
                        Arbitraries.of(Change.class),
                        Arbitraries.of(false, true),
                        chunks(),
                        number(1, 4),
                        acts())
                .as(Story::new)
                // which keys a copy carries is another contract's business
                .map(story -> story.change() == Change.COPY ? over(story, keys.get(0)) : story);
    }

    private static Story over(Story story, KeyCase key) {
        Layout was = story.layout();
        Layout layout = new Layout(key, was.rows(), was.gaps(), was.nulls(), was.bad());
        return new Story(layout, story.change(), story.onlyWithNote(), story.chunk(), story.workers(), story.acts());
    }

    private static Arbitrary<Layout> layouts(List<KeyCase> keys) {
        Arbitrary<Integer> rows =
                Arbitraries.frequencyOf(Tuple.of(9, number(3, Story.MOST_ROWS)), Tuple.of(1, number(0, 2)));
        Arbitrary<Integer> bad = Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(0)), Tuple.of(1, number(5, 64)));
        return Combinators.combine(Arbitraries.of(keys), rows, number(2, 21), number(1, 10), bad)
                .as(Layout::new);
    }

    private static Arbitrary<ChunkLimits> chunks() {
        return Combinators.combine(number(1, 20), number(0, 59))
                .as((smallest, more) -> EngineContract.chunks(smallest, smallest + more));
    }

    private static Arbitrary<List<Act>> acts() {
        return Combinators.combine(Arbitraries.of(Deed.class), number(1, 5), Arbitraries.of(Moment.class))
                .as(Act::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static IntegerArbitrary number(int from, int to) {
        return Arbitraries.integers().between(from, to);
    }
}
