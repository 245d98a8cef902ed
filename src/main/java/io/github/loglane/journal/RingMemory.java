package io.github.loglane.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a ring: direct buffers of at most 256 MiB each, since one mapping ends at 2 GiB and freeing a huge one takes
 * long. Offsets run from 0 to {@link #capacityBytes()}; no access may cross a segment's end (a seam).
 */
final class RingMemory {

    static final int MAX_SEGMENT_BYTES = 256 << 20;

    private final ByteBuffer[] segments;
    private final int segmentBytes;
    private final long capacityBytes;

    /** @param segments little-endian, all of one size but for the last, which may be smaller */
    private RingMemory(ByteBuffer[] segments) {
        this.segments = segments;
        this.segmentBytes = segments[0].capacity();
        this.capacityBytes = (segments.length - 1L) * segmentBytes + segments[segments.length - 1].capacity();
    }

    /** Direct memory, zeroed by the JVM. */
    static RingMemory direct(long capacityBytes, int maxSegmentBytes) {
        int count = Math.toIntExact((capacityBytes + maxSegmentBytes - 1) / maxSegmentBytes);
        ByteBuffer[] segments = new ByteBuffer[count];
        long left = capacityBytes;
        for (int i = 0; i < count; i++) {
            int bytes = (int) Math.min(left, maxSegmentBytes);
            segments[i] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
            left -= bytes;
        }
        return new RingMemory(segments);
    }

    long capacityBytes() {
        return capacityBytes;
    }

    /** Bytes from {@code offset} to the next seam. */
    int bytesToSeam(long offset) {
        int segment = (int) (offset / segmentBytes);
        return segments[segment].capacity() - (int) (offset % segmentBytes);
    }

    ByteBuffer segment(long offset) {
        return segments[(int) (offset / segmentBytes)];
    }

    int index(long offset) {
        return (int) (offset % segmentBytes);
    }

    /** The largest record that surely fits, whatever stands before it. */
    int smallestSegmentBytes() {
        return segments[segments.length - 1].capacity();
    }
}
