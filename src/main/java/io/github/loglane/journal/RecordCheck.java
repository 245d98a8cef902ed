package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.GAP_BYTES;
import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Tells whether a record stands at a position, by nothing but the record itself. One thread at a time. */
final class RecordCheck {

    private static final int ALIGNMENT_BYTES = 8;

    private final RingMemory memory;
    private final long capacityBytes;
    private final CRC32C crc = new CRC32C();

    RecordCheck(RingMemory memory) {
        this.memory = memory;
        this.capacityBytes = memory.capacityBytes();
    }

    /** Where the record at {@code position} ends, or the padding there; {@code position} itself where none stands. */
    long next(long position) {
        int toSeam = memory.bytesToSeam(position % capacityBytes);
        if (toSeam < HEADER_BYTES) {
            // only what follows can tell whether the writer has come this far
            return isSound(position + toSeam) ? position + toSeam : position;
        }
        if (!isSound(position)) {
            return position;
        }
        return position + alignedLength(position);
    }

    /** Whether a record or padding stands at {@code position}, header and body as they were written. */
    boolean isSound(long position) {
        return hasSoundHeader(position) && (isPad(position) || hasSoundBody(position));
    }

    boolean hasSoundHeader(long position) {
        long offset = position % capacityBytes;
        int toSeam = memory.bytesToSeam(offset);
        if (toSeam < HEADER_BYTES) {
            return false;
        }
        ByteBuffer segment = memory.segment(offset);
        int index = memory.index(offset);
        return segment.getLong(index + RecordLayout.POSITION) == position
                && isPlausible(segment, index, toSeam)
                && checksum(segment, index + RecordLayout.LENGTH, headerBytes(segment, index) - RecordLayout.LENGTH)
                        == segment.getInt(index + RecordLayout.HEADER_CRC);
    }

    private static boolean isPlausible(ByteBuffer segment, int index, int toSeam) {
        int length = segment.getInt(index + RecordLayout.LENGTH);
        int gapBytes = segment.getInt(index + RecordLayout.GAP_LENGTH);
        int workerBytes = segment.getShort(index + RecordLayout.WORKER_BYTES);
        return (gapBytes == 0 || gapBytes == GAP_BYTES)
                && workerBytes >= 0
                && workerBytes <= RecordDraft.MAX_WORKER_BYTES
                && length >= HEADER_BYTES + gapBytes + workerBytes
                && length <= toSeam
                && RecordKind.isKnown(segment.get(index + RecordLayout.KIND));
    }

    private static int headerBytes(ByteBuffer segment, int index) {
        return HEADER_BYTES + segment.getInt(index + RecordLayout.GAP_LENGTH);
    }

    private boolean hasSoundBody(long position) {
        long offset = position % capacityBytes;
        ByteBuffer segment = memory.segment(offset);
        int index = memory.index(offset);
        int from = headerBytes(segment, index);
        return checksum(segment, index + from, segment.getInt(index + RecordLayout.LENGTH) - from)
                == segment.getInt(index + RecordLayout.BODY_CRC);
    }

    private int checksum(ByteBuffer segment, int index, int bytes) {
        crc.reset();
        crc.update(segment.duplicate().limit(index + bytes).position(index));
        return (int) crc.getValue();
    }

    /** The position that a record at {@code offset} of the ring would have, if one stands there. */
    long positionAt(long offset) {
        return memory.segment(offset).getLong(memory.index(offset) + RecordLayout.POSITION);
    }

    /**
     * The first position from {@code from} to {@code limit} that is marked with itself, as a record's is; {@code limit} where
     * none is. A start waits for this, over the whole ring, so it looks at nothing else.
     */
    long nextMarked(long from, long limit) {
        long at = from;
        while (at < limit) {
            long offset = at % capacityBytes;
            int toSeam = memory.bytesToSeam(offset);
            long end = Math.min(limit, at + toSeam - HEADER_BYTES + 1);
            ByteBuffer segment = memory.segment(offset);
            int index = memory.index(offset) + RecordLayout.POSITION;
            long seam = at + toSeam;
            for (; at < end; at += ALIGNMENT_BYTES, index += ALIGNMENT_BYTES) {
                if (segment.getLong(index) == at) {
                    return at;
                }
            }
            at = Math.min(limit, seam);
        }
        return limit;
    }

    /** Bytes from a sound header to the next record. */
    int alignedLength(long position) {
        long offset = position % capacityBytes;
        if (isPad(position)) {
            return memory.bytesToSeam(offset);
        }
        return RecordLayout.align(memory.segment(offset).getInt(memory.index(offset) + RecordLayout.LENGTH));
    }

    private boolean isPad(long position) {
        long offset = position % capacityBytes;
        return memory.segment(offset).get(memory.index(offset) + RecordLayout.KIND) == RecordKind.PAD.code();
    }
}
