package dev.backfill.throttle;

import dev.backfill.definition.GuardSetting;
import java.util.OptionalDouble;

/**
 * A built-in guard with limits that its author stated. Where only one is stated, the other follows from what is usual, but
 * never lies on the wrong side of the stated one.
 */
final class Limited extends Wrapped {
    private final GuardSetting setting;

    Limited(Guard guard, GuardSetting setting) {
        super(guard);
        this.setting = setting;
    }

    @Override
    public Limits limits(OptionalDouble baseline) {
        Limits usual = super.limits(baseline);
        Double slow = setting.slowAbove();
        Double stop = setting.stopAbove();
        if (slow != null && stop != null) {
            return new Limits(slow, stop);
        }
        return slow != null
                ? new Limits(slow, Math.max(slow, usual.stopAbove()))
                : stop != null ? new Limits(Math.min(stop, usual.slowAbove()), stop) : usual;
    }
}
