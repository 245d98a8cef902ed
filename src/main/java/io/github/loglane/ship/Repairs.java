package io.github.loglane.ship;

import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
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

    Repairs(Counters counters, StatusReporter status) {
        this.counters = counters;
        this.status = status;
    }

    /** Whether the broker means one record, not the connection, the topic or the producer. */
    static boolean isRecordError(Exception error) {
        return error instanceof RecordTooLargeException
                || error instanceof InvalidRecordException
                || error instanceof InvalidTimestampException;
    }

    Repair of(long position) {
        return byPosition.isEmpty() ? Repair.NONE : byPosition.getOrDefault(position, Repair.NONE);
    }

    /** The timestamp for an event of {@code timestampMs}. */
    long timestamp(long timestampMs, long nowNanos) {
        long sentMs = timestamps.apply(timestampMs, System.currentTimeMillis(), nowNanos);
        if (sentMs != timestampMs) {
            counters.timestampsReplaced().increment();
        }
        return sentMs;
    }

    /** Notes that Kafka refused the record at {@code position} when it was sent with {@code sentMs}. */
    void refused(long position, boolean wasAlone, long sentMs, Exception error, long nowNanos) {
        if (!wasAlone && !(error instanceof RecordTooLargeException)) {
            byPosition.putIfAbsent(position, Repair.ALONE);
        } else if (error instanceof InvalidTimestampException) {
            timestamps.refused(sentMs, System.currentTimeMillis(), nowNanos);
            // the others were suspected for the same reason, which is mended now
            byPosition.values().removeIf(repair -> repair.stubReason() == null);
            status.warn(
                    "timestamp",
                    "the broker refuses the timestamp of a record; such records get another one: "
                            + error.getMessage());
        } else {
            byPosition.put(position, new Repair(true, error.getClass().getSimpleName() + ": " + error.getMessage()));
            status.warn("stub", "Kafka refuses a record, a stub is sent in its place: " + error.getMessage());
        }
    }

    /** Forgets what was committed. */
    void committed(long position) {
        if (!byPosition.isEmpty()) {
            byPosition.keySet().removeIf(at -> at < position);
        }
    }
}
