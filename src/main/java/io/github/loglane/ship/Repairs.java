package io.github.loglane.ship;

import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What to do about records that Kafka refuses for what they are: first send each alone, since one bad record fails its whole
 * batch; then send it with another timestamp, or a stub in its place. Kept by journal position until committed. Used by the
 * shipper's thread only.
 */
final class Repairs {

    /** How a record is sent when its turn comes again. */
    record Repair(boolean alone, String stubReason) {
        static final Repair NONE = new Repair(false, null);
        static final Repair ALONE = new Repair(true, null);
    }

    private final Map<Long, Repair> byPosition = new HashMap<>();
    private final TimestampRule timestamps = new TimestampRule();
    private final Counters counters;
    private final StatusReporter status;
    private final Function<Throwable, String> describe;

    /** @param describe what may be printed of an exception */
    Repairs(Counters counters, StatusReporter status, Function<Throwable, String> describe) {
        this.describe = describe;
        this.counters = counters;
        this.status = status;
    }

    /** Whether the broker means one record, not the connection, the topic or the producer. */
    static boolean isRecordError(Exception error) {
        return error instanceof RecordTooLargeException
                || error instanceof InvalidRecordException
                || error instanceof InvalidTimestampException
                || error instanceof RecordBatchTooLargeException;
    }

    Repair of(long position) {
        return byPosition.isEmpty() ? Repair.NONE : byPosition.getOrDefault(position, Repair.NONE);
    }

    /** The timestamp to send an event of {@code timestampMs} with. */
    long timestamp(long timestampMs, long nowNanos) {
        return timestamps.isAtRest()
                ? timestampMs
                : timestamps.apply(timestampMs, System.currentTimeMillis(), nowNanos);
    }

    /** Counts a committed record that was not sent as it was. */
    void count(Slot slot) {
        if (slot.isTimeReplaced) {
            counters.timestampsReplaced().increment();
        }
        if (of(slot.position).stubReason() != null) {
            counters.stubs().increment();
        }
    }

    /** Notes that Kafka refused this record for what it is. */
    void refused(Slot slot, Exception error, long nowNanos) {
        if (!slot.isAlone && !(error instanceof RecordTooLargeException)) {
            byPosition.putIfAbsent(slot.position, Repair.ALONE);
        } else if (error instanceof InvalidTimestampException && learn(slot, nowNanos)) {
            // the others were suspected for the same reason, which is mended now
            byPosition.values().removeIf(repair -> repair.stubReason() == null);
            status.warn(
                    "timestamp",
                    "the broker refuses a record's timestamp, such records get another one: " + describe.apply(error));
        } else {
            stub(slot, error);
        }
    }

    private boolean learn(Slot slot, long nowNanos) {
        return timestamps.refused(slot.sentMs, slot.isTimeReplaced, System.currentTimeMillis(), nowNanos);
    }

    /** Has a stub sent in the record's place: one record must not hold up all others for ever. */
    void stub(Slot slot, Exception reason) {
        String text = describe.apply(reason);
        byPosition.put(slot.position, new Repair(true, text));
        status.warn("stub", "a stub is sent in place of a record: " + text);
    }

    /** Forgets what was committed. */
    void committed(long position) {
        if (!byPosition.isEmpty()) {
            byPosition.keySet().removeIf(at -> at < position);
        }
    }
}
