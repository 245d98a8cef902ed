package io.github.loglane.ship;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A waiting time that doubles from a minimum to a maximum, shortened at random by up to a fifth so that fleets spread out. */
final class Backoff {

    private final long minNanos;
    private final long maxNanos;
    private long nextNanos;

    Backoff(long minMs, long maxMs) {
        minNanos = TimeUnit.MILLISECONDS.toNanos(minMs);
        maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMs);
        nextNanos = minNanos;
    }

    long nextNanos() {
        long nanos = nextNanos;
        nextNanos = Math.min(maxNanos, nanos * 2);
        return nanos - ThreadLocalRandom.current().nextLong(nanos / 5 + 1);
    }

    void reset() {
        nextNanos = minNanos;
    }
}
