package io.github.loglane.conf;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. */
final class FakeClock implements ConfClock {

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private long nanos;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** The wall clock alone. */
    void step(Duration time) {
        now = now.plus(time);
    }
}
