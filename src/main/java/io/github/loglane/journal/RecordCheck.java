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

    /** No journal comes this far; most texts, taken for a position, do. */
    private static final long MAX_POSITION = 1L << 60;

    private final RingMemory memory;
    private final long capacityBytes;
    private final CRC32C crc = new CRC32C();
    private final byte[] headerBytes = new byte[HEADER_BYTES + GAP_BYTES];
    private final ByteBuffer header = ByteBuffer.wrap(headerBytes).order(ByteOrder.LITTLE_ENDIAN);

    RecordCheck(RingMemory memory) {
        this.memory = memory;
        this.capacityBytes = memory.capacityBytes();
    }

    RingMemory memory() {
        return memory;
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
     * The first place from {@code from} on that names a position which would stand there, {@code oldest} or a later one: elsewhere
     * no record can be. {@code limit} where there is none. Goes through 256 MiB in some hundredths of a second.
     */
    long nextCandidate(long from, long limit, long oldest) {
        long at = from;
        while (at < limit) {
            long offset = at % capacityBytes;
            int bytes = (int) Math.min(memory.bytesToSeam(offset), limit - at);
            int ahead = nextCandidate(offset, bytes, oldest);
            if (ahead < bytes) {
                return at + ahead;
            }
            at += bytes;
        }
        return limit;
    }

    /** How many bytes behind {@code offset}, within its segment; {@code bytes} where there is none. */
    private int nextCandidate(long offset, int bytes, long oldest) {
        ByteBuffer segment = memory.segment(offset);
        int index = memory.index(offset);
        int end = Math.min(bytes, memory.bytesToSeam(offset) - HEADER_BYTES + 1);
        for (int ahead = 0; ahead < end; ahead += RecordLayout.ALIGNMENT) {
            long position = segment.getLong(index + ahead + RecordLayout.POSITION);
            // zeros and texts, which most of it is, are done with before the division
            boolean isPlausible =
                    position >= oldest && position < MAX_POSITION && (position != 0 || offset + ahead == 0);
            if (isPlausible && position % capacityBytes == offset + ahead) {
                return ahead;
            }
        }
        return bytes;
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

    /** Bytes that the record whose header was found sound last has written: of padding the header only. */
    int occupiedBytes(long position) {
        return isPad() ? HEADER_BYTES : alignedLength(position);
    }
}
