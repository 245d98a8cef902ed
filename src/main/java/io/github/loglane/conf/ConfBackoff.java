package io.github.loglane.conf;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A waiting time that doubles from 0.1 s to 30 s, shortened at random by up to a fifth so that fleets spread out. */
final class ConfBackoff {

    private static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    private long nextNanos = MIN_NANOS;

    long nextNanos() {
        long nanos = nextNanos;
        nextNanos = Math.min(MAX_NANOS, nanos * 2);
        return nanos - ThreadLocalRandom.current().nextLong(nanos / 5 + 1);
    }

    void reset() {
        nextNanos = MIN_NANOS;
    }
}
