package io.github.loglane.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the pages that the writer comes to next writable, so that its stores do not have to. The kernel makes a page of a file
 * writable at the first store after the page was last written back, within the thread that stores. The thread that reads the
 * journal has time for that; a log call should not wait.
 *
 * <p>A page is touched by storing what stands there. That loses nothing only where nobody else writes, so a page belongs to one
 * of the two at a time. The reader says which page it is about to touch, then looks whether the writer has claimed it; the writer
 * claims, then looks whether it is being touched. Each sees the other's word or is seen, both being volatile. So the writer
 * waits only where it has caught up with the reader, and for one page, which it would have waited for anyway.
 *
 * <p>Pages are touched for twice as long ahead as an interval lasts, and again in each interval, since the kernel may have
 * written them back meanwhile. So who logs little has few pages written for nothing, and who logs nothing has none.
 *
 * <p>Thread rule: {@link #claim} under the journal's lock, {@link #touch} by the thread that reads.
 */
final class PagesAhead {

    static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    static final long MIN_AHEAD_BYTES = 256 << 10;
    static final long MAX_AHEAD_BYTES = 16 << 20;

    private static final int MAX_PAGES_PER_CALL = 256;
    private static final long NONE = Long.MAX_VALUE;
    private static final int SPINS = 200;
    private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    /** Volatile, since HotSpot's compiler leaves out a plain store of what was just loaded from the same place. */
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final RingMemory memory;
    private volatile long claimedPosition;
    private volatile long touchingPosition = NONE;
    private volatile boolean isOver;

    // the reading thread's
    private long touchedPosition;
    private long aheadBytes = MIN_AHEAD_BYTES;
    private long intervalPosition = -1;
    private long intervalNanos;

    PagesAhead(RingMemory memory) {
        this.memory = memory;
    }

    /** Takes all pages up to the position {@code end} for the writer. To be called before it stores anything there. */
    void claim(long end) {
        if (end > claimedPosition) {
            claimedPosition = roundUp(end);
            awaitTouched();
        }
    }

    private void awaitTouched() {
        for (int turns = 0; touchingPosition < claimedPosition; turns++) {
            if (turns < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PARK_NANOS);
            }
        }
    }

    /**
     * Touches some of the pages that the writer comes to next; nearly free where that was done already.
     *
     * @param freeEnd where the ring's free bytes end, which begin at {@code writePosition}
     * @param allocatedBytes how much of the ring the disk has room for; a hole is not touched
     */
    void touch(long writePosition, long freeEnd, long allocatedBytes, long nowNanos) {
        beginInterval(writePosition, nowNanos);
        long end = Math.min(writePosition + aheadBytes, freeEnd);
        int pages = 0;
        touchedPosition = Math.max(touchedPosition, roundUp(writePosition));
        while (pages < MAX_PAGES_PER_CALL && touchedPosition + FileLayout.PAGE_BYTES <= end) {
            if (touchedPosition % memory.capacityBytes() + FileLayout.PAGE_BYTES > allocatedBytes) {
                return;
            }
            touchUnlessClaimed(touchedPosition);
            touchedPosition += FileLayout.PAGE_BYTES;
            pages++;
        }
    }

    private void beginInterval(long writePosition, long nowNanos) {
        if (intervalPosition < 0) {
            intervalPosition = writePosition;
            intervalNanos = nowNanos;
        } else if (nowNanos - intervalNanos >= INTERVAL_NANOS && writePosition > intervalPosition) {
            aheadBytes = Math.min(MAX_AHEAD_BYTES, Math.max(MIN_AHEAD_BYTES, 2 * (writePosition - intervalPosition)));
            intervalPosition = writePosition;
            intervalNanos = nowNanos;
            touchedPosition = 0;
        }
    }

    private void touchUnlessClaimed(long position) {
        try {
            touchingPosition = position;
            if (position >= claimedPosition && !isOver) {
                long offset = position % memory.capacityBytes();
                ByteBuffer segment = memory.segment(offset);
                int index = memory.index(offset);
                LONGS.setVolatile(segment, index, LONGS.getVolatile(segment, index));
            }
        } finally {
            touchingPosition = NONE;
        }
    }

    /** Touches nothing from now on: the file's bytes may be gone. */
    void stop() {
        isOver = true;
        while (touchingPosition != NONE) {
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    private static long roundUp(long position) {
        return (position + FileLayout.PAGE_BYTES - 1) / FileLayout.PAGE_BYTES * FileLayout.PAGE_BYTES;
    }
}
