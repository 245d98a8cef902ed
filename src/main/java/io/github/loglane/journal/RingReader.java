package io.github.loglane.journal;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** Finds records in the ring by their positions. Safe for any thread, as long as what is read is not committed. */
final class RingReader {

    private final RingMemory memory;
    private final JournalDisk disk;
    private final LongSupplier commitPosition;

    /** @param disk what keeps the ring, or {@code null} */
    RingReader(RingMemory memory, JournalDisk disk, LongSupplier commitPosition) {
        this.memory = memory;
        this.disk = disk;
        this.commitPosition = commitPosition;
    }

    /** Shows the record at {@code position}, or behind the padding there; false where none stands before {@code end}. */
    boolean read(long position, long end, JournalRecord into) {
        long at = position;
        while (at < end) {
            long offset = at % memory.capacityBytes();
            int toSeam = memory.bytesToSeam(offset);
            boolean hasRoom = toSeam >= RecordLayout.HEADER_BYTES;
            if (hasRoom && disk != null && !into.check(memory).isSound(at)) {
                notSound(position, at);
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

    /**
     * A file can change under its mapping: cut by somebody and grown again, it shows zeros without any fault. Who reads beside the
     * reader may also have been overtaken by a commit, and what stands there is another record's then.
     */
    private void notSound(long position, long at) {
        VarHandle.loadLoadFence();
        if (position >= commitPosition.getAsLong()) {
            disk.failed(new JournalFailure(
                    "expecting: the record appended to " + disk.path() + " at position " + at
                            + ", found: something else; the file was changed",
                    null));
        }
    }
}
