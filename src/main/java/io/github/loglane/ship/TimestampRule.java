package io.github.loglane.ship;

import java.util.concurrent.TimeUnit;

/**
 * Which record timestamp the broker is going to take. It refuses those too far ahead of its clock
 * ({@code message.timestamp.after.max.ms}, 1 h by default) or behind it, and fails the whole batch for one of them, so what
 * was refused once is not tried again for an hour. The body's {@code @timestamp} is never touched.
 */
final class TimestampRule {

    private static final long LEARNED_FOR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long FIRST_SHIFT_MS = TimeUnit.HOURS.toMillis(1);
    private static final long MAX_SHIFT_MS = TimeUnit.DAYS.toMillis(365);

    private long aheadMs = Long.MAX_VALUE;
    private long behindMs = Long.MAX_VALUE;
    private long shiftMs;
    private long learnedNanos;

    /** Whether nothing was refused lately, so that every event keeps its own time. */
    boolean isAtRest() {
        return aheadMs == Long.MAX_VALUE && behindMs == Long.MAX_VALUE;
    }

    /** The timestamp to send for an event of {@code timestampMs}. */
    long apply(long timestampMs, long nowMs, long nowNanos) {
        if (isAtRest()) {
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
     * Learns from a refusal. An event's own time: ahead of this clock's, or behind it, it gets the current one from now on.
     * The current time itself: this machine's clock is wrong, so record times are shifted back and forth, ever further.
     *
     * @param wasReplaced whether the time refused came from this rule
     * @return false where there is no further time to try
     */
    boolean refused(long sentMs, boolean wasReplaced, long nowMs, long nowNanos) {
        learnedNanos = nowNanos;
        long baseMs = nowMs - shiftMs;
        if (wasReplaced) {
            aheadMs = 0;
            behindMs = 0;
            shiftMs = shiftMs > 0 ? -shiftMs : Math.max(FIRST_SHIFT_MS, -shiftMs * 2);
        } else if (sentMs > baseMs) {
            aheadMs = 0;
        } else {
            behindMs = (baseMs - sentMs) / 2;
        }
        return shiftMs <= MAX_SHIFT_MS;
    }

    private void forget() {
        aheadMs = Long.MAX_VALUE;
        behindMs = Long.MAX_VALUE;
        shiftMs = 0;
    }
}
