package io.github.loglane.journal;

import java.nio.ByteBuffer;

/** Finds records in the ring by their positions. Safe for any thread, as long as what is read is not committed. */
final class RingReader {

    private final RingMemory memory;
    private final JournalDisk disk;

    /** @param disk what keeps the ring, or {@code null} */
    RingReader(RingMemory memory, JournalDisk disk) {
        this.memory = memory;
        this.disk = disk;
    }

    /** Shows the record at {@code position}, or behind the padding there; false where none stands before {@code end}. */
    boolean read(long position, long end, JournalRecord into) {
        long at = position;
        while (at < end) {
            long offset = at % memory.capacityBytes();
            int toSeam = memory.bytesToSeam(offset);
            boolean hasRoom = toSeam >= RecordLayout.HEADER_BYTES;
            if (hasRoom && isFailed() && !new RecordCheck(memory).isSound(at)) {
                return false;
            }
            ByteBuffer segment = memory.segment(offset);
            int index = memory.index(offset);
            if (hasRoom && segment.get(index + RecordLayout.KIND) != RecordKind.PAD.code()) {
                into.set(segment, index, at);
                return true;
            }
            at += toSeam;
        }
        return false;
    }

    /** Whether what stands there may be anything: a file that failed may have lost what was written to it. */
    private boolean isFailed() {
        return disk != null && disk.failure() != null;
    }
}
