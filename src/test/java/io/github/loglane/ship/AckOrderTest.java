package io.github.loglane.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** What the acks of one partition tell of its order. */
class AckOrderTest {

    private final LongAdder reorders = new LongAdder();
    private final AckOrder order = new AckOrder(reorders);
    private Gate gate;

    private void begin(int partitionCount) {
        order.begin(partitionCount);
        gate = new Gate(true);
    }

    private Slot taken(long position) {
        Slot slot = new Slot(null);
        slot.reset(position, position + 8, true);
        slot.offset = order.firstAck(position);
        return slot;
    }

    private static void ack(Slot slot, long offset) {
        if (slot.offset == Slot.NO_OFFSET) {
            slot.offset = offset;
        }
        slot.acked = true;
    }

    private void commit(long position, long offset) {
        Slot slot = taken(position);
        ack(slot, offset);
        order.committed(slot, gate);
    }

    @Test
    void offsetsThatGrow_areInOrder() {
        begin(2);
        commit(0, 7);
        commit(8, 8);
        commit(16, 20);
        assertThat(reorders.sum()).isZero();
    }

    @Test
    void lowerOffset_isAReorder() {
        begin(2);
        commit(0, 8);
        commit(8, 7);
        commit(16, 9);
        assertThat(reorders.sum()).isEqualTo(1);
    }

    @Test
    void ackWithoutAnOffset_tellsNothing() {
        begin(2);
        commit(0, 8);
        commit(8, Slot.NO_OFFSET);
        commit(16, 9);
        assertThat(reorders.sum()).isZero();
    }

    @Test
    void recordAckedBeforeAFailedOne_isAReorderThoughBothAreSentAgain() {
        begin(2);
        Slot failed = taken(0);
        Slot passed = taken(8);
        ack(passed, 5);
        order.remember(failed);
        order.remember(passed);
        begin(2);
        commit(0, 6);
        commit(8, 7);
        commit(16, 8);
        assertThat(reorders.sum()).isEqualTo(1);
    }

    @Test
    void recordAckedAndNotCommitted_isInOrderWithTheNextSessions() {
        begin(2);
        Slot acked = taken(0);
        ack(acked, 5);
        order.remember(acked);
        begin(2);
        commit(0, 9);
        commit(8, 6);
        assertThat(reorders.sum()).isZero();
    }

    @Test
    void otherCountOfPartitions_makesOldOffsetsMeaningless() {
        begin(2);
        Slot acked = taken(0);
        ack(acked, 5_000);
        order.remember(acked);
        begin(4);
        commit(0, Slot.NO_OFFSET);
        commit(8, 3);
        assertThat(reorders.sum()).isZero();
    }
}
