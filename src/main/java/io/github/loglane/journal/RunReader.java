package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Goes through the records that a {@link JournalScan} found sound, padding left out. */
final class RunReader {

    private final RingMemory memory;
    private final JournalScan scan;
    private final JournalRecord item = new JournalRecord();

    private RunReader(RingMemory memory, JournalScan scan) {
        this.memory = memory;
        this.scan = scan;
    }

    static RunReader of(RingMemory memory, JournalScan scan) {
        return new RunReader(memory, scan);
    }

    /** @param action gets one record after the other, in a window that is reused */
    void forEach(Consumer<JournalRecord> action) {
        for (JournalScan.Run run : scan.runs()) {
            long at = run.from();
            while (at < run.to()) {
                at = one(at, action);
            }
        }
    }

    private long one(long at, Consumer<JournalRecord> action) {
        long offset = at % memory.capacityBytes();
        int toSeam = memory.bytesToSeam(offset);
        ByteBuffer segment = memory.segment(offset);
        int index = memory.index(offset);
        if (toSeam < HEADER_BYTES || segment.get(index + RecordLayout.KIND) == RecordKind.PAD.code()) {
            return at + toSeam;
        }
        item.set(segment, index, at);
        action.accept(item);
        return item.nextPosition();
    }
}
