package io.github.loglane.ship;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * One partition within a session: whether records may be sent to it freely.
 *
 * <p>A new producer's first batch on a partition must not share the wire with a second one: if the first meets a retriable
 * error the broker takes the second, and the first comes too late or never. So a partition starts shut: one record alone,
 * until its ack; and again after ten quiet minutes. What comes meanwhile is deferred, so that other partitions go on.
 */
final class Gate {

    private static final long STALE_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Records waiting for this gate, in journal order. */
    final ArrayDeque<Slot> deferred = new ArrayDeque<>();

    /** Where the record committed last is in the partition. */
    long lastOffset = Slot.NO_OFFSET;

    /** Whether a record failed after it was sent. Kafka's I/O thread's alone. */
    boolean hasFailed;

    private final boolean slowStart;
    private boolean isOpen;
    private long lastSentIndex = -1;
    private long lastSentNanos;

    Gate(boolean slowStart) {
        this.slowStart = slowStart;
        this.isOpen = !slowStart;
    }

    /** Whether all that was sent to the partition is acked. */
    boolean isQuiet(Window window) {
        return window.isAcked(lastSentIndex);
    }

    /** Whether the next record must be the only one on its way; {@code isSuspect} if it is for its own sake. */
    boolean mustGoAlone(Window window, boolean isSuspect, long nowNanos) {
        if (!isOpen && lastSentIndex >= 0 && isQuiet(window)) {
            isOpen = true;
        }
        boolean isStale = slowStart && nowNanos - lastSentNanos > STALE_NANOS && isQuiet(window);
        return !isOpen || isSuspect || isStale;
    }

    void sent(Slot slot) {
        isOpen = !slot.isAlone;
        lastSentIndex = slot.index;
        lastSentNanos = slot.sentNanos;
    }
}
