package io.github.loglane.conf;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/** A setting that a process holds, with the place it came from. One thread at a time, but for what never changes. */
final class ConfEntry {

    static final long NEVER = Long.MAX_VALUE;

    static final Comparator<ConfEntry> BY_DEADLINE =
            Comparator.<ConfEntry>comparingLong(entry -> entry.deadlineNanos).thenComparingLong(entry -> entry.offset);

    final ConfSetting setting;
    final long offset;

    /** When it ends, on the steady clock: fixed when the record is read, so that a step of the wall clock changes nothing. */
    final long deadlineNanos;

    /** Whether an answer said that it could not be taken up; it is said once. */
    boolean isRejected;

    ConfEntry(ConfSetting setting, long offset, ConfClock clock) {
        this.setting = setting;
        this.offset = offset;
        deadlineNanos = deadline(setting.expiresAt(), clock);
    }

    private static long deadline(Instant expiresAt, ConfClock clock) {
        if (expiresAt == null) {
            return NEVER;
        }
        Duration left = Duration.between(clock.now(), expiresAt);
        boolean isFar = left.compareTo(Duration.ofDays(36_500)) > 0;
        return isFar ? NEVER : clock.nanos() + Math.max(0, left.toNanos());
    }

    boolean isOver(ConfClock clock) {
        return deadlineNanos != NEVER && deadlineNanos <= clock.nanos();
    }

    boolean isSameRecord(ConfSetting other, long otherOffset) {
        return offset == otherOffset && setting.equals(other);
    }
}
