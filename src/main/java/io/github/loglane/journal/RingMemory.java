package io.github.loglane.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a ring: direct or mapped buffers of at most 256 MiB each, since one mapping ends at 2 GiB and freeing a huge
 * one takes long. Offsets run from 0 to {@link #capacityBytes()}; no access may cross a segment's end (a seam).
 */
final class RingMemory {

    static final int MAX_SEGMENT_BYTES = 256 << 20;

    private final ByteBuffer[] segments;
    private final int segmentBytes;
    private final long capacityBytes;

    /** @param segments little-endian, all of one size */
    private RingMemory(ByteBuffer[] segments) {
        this.segments = segments;
        this.segmentBytes = segments[0].capacity();
        this.capacityBytes = (long) segments.length * segmentBytes;
    }

    /** Direct memory, zeroed by the JVM; a few bytes less where the capacity does not divide into equal segments. */
    static RingMemory direct(long capacityBytes, int maxSegmentBytes) {
        int count = Math.toIntExact((capacityBytes + maxSegmentBytes - 1) / maxSegmentBytes);
        int segmentBytes = (int) (capacityBytes / count) & -8;
        ByteBuffer[] segments = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            segments[i] = ByteBuffer.allocateDirect(segmentBytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return new RingMemory(segments);
    }

    /** Memory that is somebody else's, such as a mapped file's. */
    static RingMemory over(ByteBuffer[] segments) {
        return new RingMemory(segments);
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

    long capacityBytes() {
        return capacityBytes;
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
