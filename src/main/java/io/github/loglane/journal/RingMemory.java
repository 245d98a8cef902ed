package io.github.loglane.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * The bytes of a ring: direct or mapped buffers of at most 256 MiB each, since one mapping ends at 2 GiB and freeing a huge
 * one takes long. Offsets run from 0 to {@link #capacityBytes()}; no access may cross a segment's end (a seam).
 *
 * <p>A {@link #growing} ring begins with its first segment, since the JVM clears direct memory when it allocates it, and that
 * takes most of an application's start otherwise. Where the JVM has no more memory for it, the ring ends at what is there. That
 * moves no record: nothing was written beyond, so no position has come round yet.
 */
final class RingMemory {

    static final int MAX_SEGMENT_BYTES = 256 << 20;

    private static final int MIN_GROWTH_BYTES = 1 << 20;
    private static final int MAX_GROWTHS = 1024;

    /** For the application's sockets and files, and for Kafka's client. */
    private static final int LEFT_BYTES = 4 << 20;

    private final ByteBuffer[] segments;
    private final IntFunction<ByteBuffer> allocator;
    private final int segmentBytes;
    /** Fair, so that who appends waits for one segment and not for all of them. */
    private final ReentrantLock allocation = new ReentrantLock(true);

    private volatile boolean hasLooked;
    private volatile long capacityBytes;
    private volatile long allocatedBytes;

    /** @param segments little-endian, all of one size; those behind the first may be missing */
    private RingMemory(ByteBuffer[] segments, int allocated, IntFunction<ByteBuffer> allocator) {
        this.segments = segments;
        this.allocator = allocator;
        this.segmentBytes = segments[0].capacity();
        this.capacityBytes = wantedBytes();
        this.allocatedBytes = (long) allocated * segmentBytes;
    }

    /**
     * Direct memory that is allocated as it is needed, or by who calls {@link #allocateNext} before; a few bytes less where the
     * capacity does not divide into equal segments.
     *
     * @param minSegmentBytes how much to begin with, at least
     */
    static RingMemory growing(long capacityBytes, int minSegmentBytes) {
        return growing(capacityBytes, minSegmentBytes, RingMemory::zeros);
    }

    /** @param allocator of little-endian zeros; throws an {@code OutOfMemoryError} where there are none */
    static RingMemory growing(long capacityBytes, int minSegmentBytes, IntFunction<ByteBuffer> allocator) {
        long most = Math.max(MAX_GROWTHS, (capacityBytes + MAX_SEGMENT_BYTES - 1) / MAX_SEGMENT_BYTES);
        int count = Math.toIntExact(Math.max(1, Math.min(most, capacityBytes / minSegmentBytes)));
        ByteBuffer[] segments = new ByteBuffer[count];
        segments[0] = allocator.apply((int) (capacityBytes / count) & -8);
        return new RingMemory(segments, 1, allocator);
    }

    /**
     * A growing ring: it begins with little, {@link Journal#allocateSome} allocates the rest, and what is appended before allocates
     * what it needs. Where there is no memory for all, it stays smaller. Two of the largest records have room in each of its segments, so that one always has behind padding, in
     * whatever is there of the ring. One of more than half the heap, which the JVM's limit is by default, is there at once.
     */
    static RingMemory ofJournal(long capacityBytes, int maxRecordBytes) {
        int largest = Math.addExact(maxRecordBytes, RecordLayout.MAX_AROUND_BODY_BYTES);
        int segmentBytes = Math.max(MIN_GROWTH_BYTES, Math.multiplyExact(2, largest));
        RingMemory memory = growing(capacityBytes, segmentBytes);
        if (capacityBytes > Runtime.getRuntime().maxMemory() / 2) {
            memory.allocateAll();
        }
        return memory;
    }

    private static ByteBuffer zeros(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Memory that is somebody else's, such as a mapped file's. */
    static RingMemory over(ByteBuffer[] segments) {
        return new RingMemory(segments, segments.length, RingMemory::zeros);
    }

    /**
     * Allocates the ring up to {@code offset}, where it is not. Any thread.
     *
     * @return whether it is there now; where not, the ring has become smaller
     */
    boolean allocateTo(long offset) {
        return offset <= allocatedBytes || allocate(offset);
    }

    private boolean allocate(long offset) {
        allocation.lock();
        try {
            while (allocatedBytes < Math.min(offset, capacityBytes)) {
                int next = (int) (allocatedBytes / segmentBytes);
                segments[next] = allocator.apply(segmentBytes);
                // after the segment: who sees this sees that
                allocatedBytes = (next + 1L) * segmentBytes;
            }
        } catch (OutOfMemoryError limit) {
            capacityBytes = allocatedBytes;
        } finally {
            allocation.unlock();
        }
        return offset <= allocatedBytes;
    }

    /** @throws OutOfMemoryError where there is no memory for all of it */
    void allocateAll() {
        if (!allocateTo(wantedBytes())) {
            throw new OutOfMemoryError("expecting: direct memory for " + wantedBytes() + " bytes, found: for "
                    + allocatedBytes + " (-XX:MaxDirectMemorySize)");
        }
    }

    boolean isWhole() {
        return allocatedBytes == capacityBytes;
    }

    /**
     * Ends a growing ring where no more than this is available. What is there stays, so whoever appends meanwhile is not concerned.
     */
    void fit(long availableBytes) {
        allocation.lock();
        try {
            long affordable = (allocatedBytes + Math.max(0, availableBytes)) / segmentBytes * segmentBytes;
            capacityBytes = Math.min(capacityBytes, Math.max(allocatedBytes, affordable));
        } finally {
            allocation.unlock();
        }
    }

    /** Allocates the next segment of a growing ring; false where there is none, or no memory for it. */
    boolean allocateNext() {
        if (!isWhole()) {
            // each time: another journal may do the same at this moment
            long missingBytes = wantedBytes() - allocatedBytes;
            fit(DirectMemory.freeBytes(hasLooked ? 0 : missingBytes + LEFT_BYTES) - LEFT_BYTES);
            hasLooked = true;
        }
        return allocateTo(allocatedBytes + 1);
    }

    /** A run of bytes within one segment. */
    interface Piece {
        void at(ByteBuffer segment, int index, int bytes);
    }

    /** Walks over the bytes between two positions, at most one whole round. */
    void forEachPiece(long from, long to, Piece action) {
        long at = Math.max(from, to - capacityBytes);
        while (at < to) {
            long offset = at % capacityBytes;
            int bytes = (int) Math.min(bytesToSeam(offset), to - at);
            action.at(segment(offset), index(offset), bytes);
            at += bytes;
        }
    }

    /** How large the ring is; less than at first where a growing one found no memory. */
    long capacityBytes() {
        return capacityBytes;
    }

    long wantedBytes() {
        return (long) segments.length * segmentBytes;
    }

    /** Bytes from {@code offset} to the next seam. */
    int bytesToSeam(long offset) {
        return segmentBytes - (int) (offset % segmentBytes);
    }

    ByteBuffer segment(long offset) {
        return segments[(int) (offset / segmentBytes)];
    }

    int index(long offset) {
        return (int) (offset % segmentBytes);
    }

    int segmentBytes() {
        return segmentBytes;
    }
}
