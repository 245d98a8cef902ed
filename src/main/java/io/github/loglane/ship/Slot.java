package io.github.loglane.ship;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One record on its way, and the callback that Kafka tells about it. All fields belong to the shipper's thread but for the
 * last four, which a callback marks. A slot is reused only after its ack, and never by another session, so a late
 * callback of a producer given up marks what nobody reads.
 */
final class Slot implements Callback {

    /** No ack yet, or one that told no offset. */
    static final long NO_OFFSET = -1;

    private final Session session;

    long index;
    long position;
    long nextPosition;
    int partition;
    boolean isEvent;
    boolean isSent;
    boolean isAlone;
    long sentNanos;
    long sentMs;
    boolean isTimeReplaced;

    /** Of the first ack, that of a session before this one included; to be read once {@link #acked} is seen. */
    long offset;

    /** Acked with a record of its partition failed before and the producer still open; to be read as the offset is. */
    boolean isBehindError;

    volatile boolean acked;
    volatile Exception error;

    Slot(Session session) {
        this.session = session;
    }

    void reset(long atPosition, long next, boolean event) {
        position = atPosition;
        nextPosition = next;
        isEvent = event;
        isSent = false;
        isAlone = false;
        isTimeReplaced = false;
        offset = NO_OFFSET;
        isBehindError = false;
        acked = false;
        error = null;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception exception) {
        if (exception == null) {
            if (offset == NO_OFFSET && metadata.hasOffset()) {
                offset = metadata.offset();
            }
            isBehindError = session.isBehindError(partition);
            acked = true;
            session.onAck();
        } else {
            error = exception;
            session.onError(partition, exception);
        }
    }
}
