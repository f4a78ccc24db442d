package dev.backfill.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.database.DatabaseException;
import dev.backfill.database.FailureClass;
import dev.backfill.database.Health;
import dev.backfill.throttle.Guard;
import java.lang.reflect.Proxy;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GuardsCheckTest {
    /** Nobody asks it anything here. */
    private final Health health = (Health)
            Proxy.newProxyInstance(Health.class.getClassLoader(), new Class<?>[] {Health.class}, (p, method, a) -> {
                throw new AssertionError(method);
            });

    @Test
    void aServerThatWasSlowOnceCanBeRead() {
        Failing guard = new Failing(FailureClass.CONTENTION, 2);

        assertThat(GuardsCheck.read(guard, health)).hasValue(7);
        assertThat(guard.readings).isEqualTo(3);
    }

    @Test
    void oneThatIsSlowEachTimeCannot() {
        assertRefused(new Failing(FailureClass.CONTENTION, 9), 3);
    }

    @Test
    void whatTimeDoesNotMendIsAskedForOnce() {
        assertRefused(new Failing(FailureClass.DEFINITIVE, 9), 1);
    }

    private void assertRefused(Failing guard, int readings) {
        assertThatThrownBy(() -> GuardsCheck.read(guard, health)).isInstanceOf(DatabaseException.class);
        assertThat(guard.readings).isEqualTo(readings);
    }

    private static final class Failing implements Guard {
        private final FailureClass failure;
        private final int times;
        private int readings;

        Failing(FailureClass failure, int times) {
            this.failure = failure;
            this.times = times;
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Unit unit() {
            return Unit.COUNT;
        }

        @Override
        public Scope scope() {
            return Scope.SERVER;
        }

        @Override
        public OptionalDouble read(Health asked) {
            if (readings++ < times) {
                throw new DatabaseException(failure, null, "no", false, null);
            }
            return OptionalDouble.of(7);
        }

        @Override
        public Limits limits(OptionalDouble baseline) {
            return new Limits(10, 20);
        }
    }
}
