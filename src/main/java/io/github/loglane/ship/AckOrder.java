package io.github.loglane.ship;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sees reordering in the acks: a record whose first ack has a lower offset than that of the record before it in its partition.
 *
 * <p>Records come here when they are committed, in journal order, so what is kept of a partition is one offset. But a record may
 * have its first ack from a session that failed before a record ahead of it was acked, and another ack later, when both are sent
 * again: such first acks are remembered until the record is committed, where they can be told from those of records that only
 * lack an ack ({@link Session#rememberAcks}). They are at most as many as a session's window holds, and there are none as long as
 * no session fails. Used by the shipper's thread only.
 */
final class AckOrder {

    private final Map<Long, Long> firstAcks = new HashMap<>();
    private final LongAdder reordersSeen;
    private int partitionCount;

    AckOrder(LongAdder reordersSeen) {
        this.reordersSeen = reordersSeen;
    }

    /** A session begins. With another count of partitions a record may go to another one, where offsets say nothing of it. */
    void begin(int partitions) {
        if (partitions != partitionCount) {
            firstAcks.clear();
            partitionCount = partitions;
        }
    }

    /** The offset that a session before this one was told for this record, or {@link Slot#NO_OFFSET}. */
    long firstAck(long position) {
        return firstAcks.isEmpty() ? Slot.NO_OFFSET : firstAcks.getOrDefault(position, Slot.NO_OFFSET);
    }

    /** The session ends with this record not committed. */
    void remember(Slot slot) {
        if (slot.acked && slot.offset != Slot.NO_OFFSET) {
            firstAcks.put(slot.position, slot.offset);
        }
    }

    /** This record and all before it are acked. */
    void committed(Slot slot, Gate gate) {
        if (!firstAcks.isEmpty()) {
            firstAcks.remove(slot.position);
        }
        if (slot.offset != Slot.NO_OFFSET) {
            if (slot.offset < gate.lastOffset) {
                reordersSeen.increment();
            }
            gate.lastOffset = slot.offset;
        }
    }
}
