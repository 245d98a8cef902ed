package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.status.StatusReporter;
import java.util.concurrent.TimeUnit;

/** Tells of a Kafka that acknowledges nothing, and of its return. Used by the shipper's thread only. */
final class Silence {

    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Journal journal;
    private final StatusReporter status;
    private long lastAckNanos = System.nanoTime();
    private boolean isSilent;

    Silence(Journal journal, StatusReporter status) {
        this.journal = journal;
        this.status = status;
    }

    void onAck(long nowNanos) {
        lastAckNanos = nowNanos;
        if (isSilent) {
            isSilent = false;
            status.info("Kafka acknowledges again, " + journal.usedBytes() + " bytes to ship");
        }
    }

    /** @param hasWork whether there is anything that could be acknowledged */
    void look(long nowNanos, boolean hasWork) {
        if (!hasWork || journal.usedBytes() == 0) {
            lastAckNanos = nowNanos;
        } else if (nowNanos - lastAckNanos >= REPORT_NANOS) {
            isSilent = true;
            status.warn(
                    "silent",
                    "no acknowledgement from Kafka for " + TimeUnit.NANOSECONDS.toSeconds(nowNanos - lastAckNanos)
                            + " s, " + journal.usedBytes() + " of " + journal.capacityBytes() + " bytes used");
        }
    }
}
