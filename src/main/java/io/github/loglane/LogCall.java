package io.github.loglane;

import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.journal.RecordDraft;

/** What one log call works with; pooled, and one call's own meanwhile. */
final class LogCall {

    final RecordDraft draft = new RecordDraft();
    private RecordBuffer buffer;

    /** An empty buffer for records of up to {@code maxBytes}: another one than last time after a reconfiguration. */
    RecordBuffer buffer(int maxBytes) {
        if (buffer == null || buffer.maxBytes() != maxBytes) {
            buffer = new RecordBuffer(maxBytes);
        }
        return buffer;
    }

    /** Lets go of the event; false where this is not worth keeping. */
    boolean clear() {
        draft.clear();
        buffer.clear();
        return buffer.isWorthKeeping();
    }
}
