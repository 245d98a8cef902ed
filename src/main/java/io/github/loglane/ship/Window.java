package io.github.loglane.ship;

/**
 * The records between the commit position and the shipper's cursor, in journal order: a ring of reused slots. Indexes are
 * absolute and only grow; those below {@link #head()} are committed. Used by the shipper's thread only.
 */
final class Window {

    private final Slot[] slots;
    private final Session session;
    private long head;
    private long tail;

    /** @param capacity most records at a time, a power of two */
    Window(int capacity, Session session) {
        this.slots = new Slot[capacity];
        this.session = session;
    }

    long head() {
        return head;
    }

    long tail() {
        return tail;
    }

    boolean isFull() {
        return tail - head == slots.length;
    }

    boolean isEmpty() {
        return tail == head;
    }

    /** The slot behind the last, not yet in the window: fill it, then {@link #push()}. */
    Slot next() {
        int at = (int) tail & slots.length - 1;
        Slot slot = slots[at];
        if (slot == null) {
            slot = new Slot(session);
            slots[at] = slot;
        }
        slot.index = tail;
        return slot;
    }

    void push() {
        tail++;
    }

    Slot at(long index) {
        return slots[(int) index & slots.length - 1];
    }

    void popHead() {
        head++;
    }

    /** Whether the record of this index is acked; true for all that are committed and for -1, none. */
    boolean isAcked(long index) {
        return index < head || at(index).acked;
    }
}
