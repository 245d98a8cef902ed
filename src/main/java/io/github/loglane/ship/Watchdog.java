package io.github.loglane.ship;

import java.util.concurrent.TimeUnit;

/**
 * Tells when a producer is to be given up because nothing comes back from it: 60 s without an ack at first, doubling up to 15
 * min until an ack. A producer whose first contact met an authentication failure says nothing for ever.
 */
final class Watchdog {

    private static final long MIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(15);

    private long limitNanos = MIN_NANOS;

    void onAck() {
        limitNanos = MIN_NANOS;
    }

    /** Whether {@code waitingNanos} is too long; the next limit is twice as long then. */
    boolean bites(long waitingNanos) {
        if (waitingNanos < limitNanos) {
            return false;
        }
        limitNanos = Math.min(MAX_NANOS, limitNanos * 2);
        return true;
    }
}
