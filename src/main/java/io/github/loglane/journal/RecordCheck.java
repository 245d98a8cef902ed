package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.GAP_BYTES;
import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Tells whether a record stands at a position, by nothing but the record itself. Its header is copied first, and all that
 * follows from it is taken from the copy: somebody may write over it meanwhile, and then it is no record, but nothing worse. One
 * thread at a time.
 */
final class RecordCheck {

    private final RingMemory memory;
    private final long capacityBytes;
    private final CRC32C crc = new CRC32C();
    private final byte[] headerBytes = new byte[HEADER_BYTES + GAP_BYTES];
    private final ByteBuffer header = ByteBuffer.wrap(headerBytes).order(ByteOrder.LITTLE_ENDIAN);

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
        return hasSoundHeader(position) && (isPad() || hasSoundBody(position));
    }

    boolean hasSoundHeader(long position) {
        long offset = position % capacityBytes;
        int toSeam = memory.bytesToSeam(offset);
        if (toSeam < HEADER_BYTES || positionAt(offset) != position) {
            return false;
        }
        int bytes = Math.min(headerBytes.length, toSeam);
        memory.segment(offset).get(memory.index(offset), headerBytes, 0, bytes);
        return header.getLong(RecordLayout.POSITION) == position
                && isPlausible(toSeam)
                && headerChecksum() == header.getInt(RecordLayout.HEADER_CRC);
    }

    private boolean isPlausible(int toSeam) {
        int length = header.getInt(RecordLayout.LENGTH);
        int gapBytes = header.getInt(RecordLayout.GAP_LENGTH);
        int workerBytes = header.getShort(RecordLayout.WORKER_BYTES);
        return (gapBytes == 0 || gapBytes == GAP_BYTES)
                && workerBytes >= 0
                && workerBytes <= RecordDraft.MAX_WORKER_BYTES
                && length >= HEADER_BYTES + gapBytes + workerBytes
                && length <= toSeam
                && RecordKind.isKnown(header.get(RecordLayout.KIND));
    }

    private int headerLength() {
        return HEADER_BYTES + header.getInt(RecordLayout.GAP_LENGTH);
    }

    /**
     * The first position from {@code from} on whose place in the ring names it as its own: a record may stand there, and can
     * nowhere before. {@code limit} where there is none. Goes through 256 MiB in some hundredths of a second.
     */
    long firstCandidate(long from, long limit) {
        long at = from;
        while (at < limit) {
            long offset = at % capacityBytes;
            int bytes = (int) Math.min(memory.bytesToSeam(offset), limit - at);
            long found = firstCandidate(memory.segment(offset), memory.index(offset), bytes, at);
            if (found >= 0) {
                return found;
            }
            at += bytes;
        }
        return limit;
    }

    private static long firstCandidate(ByteBuffer segment, int index, int bytes, long position) {
        int last = Math.min(index + bytes, segment.capacity() - HEADER_BYTES + 1);
        long expected = position;
        for (int i = index; i < last; i += RecordLayout.ALIGNMENT) {
            if (segment.getLong(i + RecordLayout.POSITION) == expected) {
                return expected;
            }
            expected += RecordLayout.ALIGNMENT;
        }
        return -1;
    }

    private int headerChecksum() {
        crc.reset();
        crc.update(headerBytes, RecordLayout.LENGTH, headerLength() - RecordLayout.LENGTH);
        return (int) crc.getValue();
    }

    /** To be asked of a sound header only. */
    private boolean hasSoundBody(long position) {
        long offset = position % capacityBytes;
        int index = memory.index(offset);
        crc.reset();
        crc.update(memory.segment(offset)
                .duplicate()
                .limit(index + header.getInt(RecordLayout.LENGTH))
                .position(index + headerLength()));
        return (int) crc.getValue() == header.getInt(RecordLayout.BODY_CRC);
    }

    /** The position that a record at {@code offset} of the ring would have, if one stands there. */
    long positionAt(long offset) {
        return memory.segment(offset).getLong(memory.index(offset) + RecordLayout.POSITION);
    }

    /** Bytes from the header that was found sound last to the next record. */
    int alignedLength(long position) {
        return isPad()
                ? memory.bytesToSeam(position % capacityBytes)
                : RecordLayout.align(header.getInt(RecordLayout.LENGTH));
    }

    /** Whether the header that was found sound last is that of padding. */
    boolean isPad() {
        return header.get(RecordLayout.KIND) == RecordKind.PAD.code();
    }
}
