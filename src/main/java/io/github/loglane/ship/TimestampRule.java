package io.github.loglane.ship;

import java.util.concurrent.TimeUnit;

/**
 * Which record timestamp the broker is going to take. It refuses those too far ahead of its clock
 * ({@code message.timestamp.after.max.ms}, 1 h by default) or behind it, and fails the whole batch for one of them, so what
 * was refused once is not tried again for an hour. The body's {@code @timestamp} is never touched.
 */
final class TimestampRule {

    private static final long LEARNED_FOR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long OLD_MS = TimeUnit.MINUTES.toMillis(10);
    private static final long FIRST_SHIFT_MS = TimeUnit.HOURS.toMillis(1);
    private static final long MAX_SHIFT_MS = TimeUnit.DAYS.toMillis(365);

    private long aheadMs = Long.MAX_VALUE;
    private long behindMs = Long.MAX_VALUE;
    private long shiftMs;
    private long learnedNanos;

    /** The timestamp to send for an event of {@code timestampMs}. */
    long apply(long timestampMs, long nowMs, long nowNanos) {
        if (aheadMs == Long.MAX_VALUE && behindMs == Long.MAX_VALUE) {
            return timestampMs;
        }
        if (nowNanos - learnedNanos > LEARNED_FOR_NANOS) {
            forget();
            return timestampMs;
        }
        long baseMs = nowMs - shiftMs;
        boolean sound = timestampMs - baseMs <= aheadMs && baseMs - timestampMs <= behindMs;
        return sound ? timestampMs : baseMs;
    }

    /**
     * Learns from a refusal: an event from a fast clock, an old event, or else the current time itself, so that this
     * machine's clock is fast and record timestamps must go back, ever further until the broker takes one.
     */
    void refused(long sentMs, long nowMs, long nowNanos) {
        long baseMs = nowMs - shiftMs;
        learnedNanos = nowNanos;
        if (sentMs > baseMs) {
            aheadMs = 0;
        } else if (baseMs - sentMs > OLD_MS) {
            behindMs = (baseMs - sentMs) / 2;
        } else {
            aheadMs = 0;
            shiftMs = Math.min(MAX_SHIFT_MS, Math.max(FIRST_SHIFT_MS, shiftMs * 2));
        }
    }

    private void forget() {
        aheadMs = Long.MAX_VALUE;
        behindMs = Long.MAX_VALUE;
        shiftMs = 0;
    }
}
