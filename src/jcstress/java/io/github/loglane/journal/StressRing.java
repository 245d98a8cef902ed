package io.github.loglane.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A ring so small that a state costs little; on the heap, where the memory model is the same and there is nothing to free. */
final class StressRing {

    private static final int RING_BYTES = 4096;
    private static final int BODY_BYTES = 100;

    private StressRing() {}

    static RingMemory memory() {
        return RingMemory.over(new ByteBuffer[] {ByteBuffer.allocate(RING_BYTES).order(ByteOrder.LITTLE_ENDIAN)});
    }

    /** Each byte of the body is {@code content}, so that parts of two records in one can be seen. */
    static RecordDraft draft(int content) {
        byte[] body = new byte[BODY_BYTES];
        Arrays.fill(body, (byte) content);
        return new RecordDraft().begin(RecordKind.EVENT, Priority.HIGH, 1).body(body, body.length, false);
    }

    static AppendResult append(Journal journal, int content) {
        return journal.append(draft(content), 0, null);
    }

    /** The content of the record at {@code position}; 0 where none stands there, -1 where it is not one record as a whole. */
    static int read(Journal journal, long position, JournalRecord item) {
        if (!journal.read(position, item)) {
            return 0;
        }
        byte[] body = new byte[item.bodyBytes()];
        item.copyBody(body, 0, body.length);
        for (byte found : body) {
            if (found != body[0]) {
                return -1;
            }
        }
        return body.length == BODY_BYTES ? body[0] : -1;
    }
}
