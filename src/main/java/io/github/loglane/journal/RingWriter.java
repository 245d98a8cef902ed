package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.GAP_BYTES;
import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;
import static io.github.loglane.journal.RecordLayout.align;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Puts records into the ring. Publishes nothing: that is the journal's, whose lock guards this. */
final class RingWriter {

    private final RingMemory memory;
    private final JournalFile file;
    private final CRC32C headerCrc = new CRC32C();
    private final byte[] headerBytes = new byte[HEADER_BYTES + GAP_BYTES];
    private final ByteBuffer header = ByteBuffer.wrap(headerBytes).order(ByteOrder.LITTLE_ENDIAN);

    /** @param file what keeps the ring, or {@code null} */
    RingWriter(RingMemory memory, JournalFile file) {
        this.memory = memory;
        this.file = file;
    }

    /**
     * Copies a record in at {@code end}, behind the padding that it needs.
     *
     * @return where the next one goes; -1 where this one has no room
     * @throws JournalFailure where the disk has none
     */
    long write(RecordDraft draft, long epoch, long seq, PendingGap gap, long commit, long end) {
        int gapBytes = gap.isEmpty() ? 0 : GAP_BYTES;
        int length = draft.recordBytes() + gapBytes;
        long position = place(length, commit, end);
        if (position < 0) {
            return -1;
        }
        fillHeader(draft, position, epoch, seq, gap);
        long offset = position % memory.capacityBytes();
        ByteBuffer segment = memory.segment(offset);
        int index = memory.index(offset);
        int behindHeader = index + HEADER_BYTES + gapBytes;
        segment.put(behindHeader, draft.workerText, 0, draft.workerBytes);
        segment.put(behindHeader + draft.workerBytes, draft.body, 0, draft.bodyBytes);
        // the header last: who is killed in between leaves no record, see RecordLayout
        segment.put(index, headerBytes, 0, HEADER_BYTES + gapBytes);
        if (file != null && !isWritten(draft, segment, index, length)) {
            throw PageFault.failure(file.path());
        }
        return position + align(length);
    }

    /**
     * Whether the mapped memory has taken the record. Where a page of the file is gone the JVM skips the store, and says so by an
     * {@code InternalError} that may come as late as in the application's own code; so it is asked for here.
     */
    private boolean isWritten(RecordDraft draft, ByteBuffer segment, int index, int length) {
        boolean written = segment.getLong(index + RecordLayout.POSITION) == header.getLong(RecordLayout.POSITION)
                && segment.getLong(index + RecordLayout.SEQ) == header.getLong(RecordLayout.SEQ);
        int end = index + length;
        for (int at = draft.bodyBytes - 1; at >= 0 && written; at -= FileLayout.PAGE_BYTES) {
            written = segment.get(end - draft.bodyBytes + at) == draft.body[at];
        }
        return written;
    }

    /** Copies a record out of another ring, as it is but for its position; returns as {@link #write} does. */
    long copy(RingMemory from, long fromPosition, long commit, long end) {
        long fromOffset = fromPosition % from.capacityBytes();
        ByteBuffer source = from.segment(fromOffset);
        int index = from.index(fromOffset);
        int length = source.getInt(index + RecordLayout.LENGTH);
        int headerEnd = HEADER_BYTES + source.getInt(index + RecordLayout.GAP_LENGTH);
        long position = place(length, commit, end);
        if (position < 0) {
            return -1;
        }
        source.get(index, headerBytes, 0, headerEnd);
        header.putLong(RecordLayout.POSITION, position);
        putHeaderCrc(headerEnd);
        long offset = position % memory.capacityBytes();
        int at = memory.index(offset);
        memory.segment(offset).put(at + headerEnd, source, index + headerEnd, length - headerEnd);
        memory.segment(offset).put(at, headerBytes, 0, headerEnd);
        return position + align(length);
    }

    /** Where a record of {@code length} bytes goes, the seam before it padded; -1 where there is no room. */
    private long place(int length, long commit, long end) {
        long capacityBytes = memory.capacityBytes();
        long offset = end % capacityBytes;
        int toSeam = memory.bytesToSeam(offset);
        int pad = toSeam < align(length) ? toSeam : 0;
        if (end - commit + pad + align(length) > capacityBytes) {
            return -1;
        }
        if (!memory.allocateTo(Math.min(capacityBytes, offset + pad + align(length)))) {
            // the ring ends earlier than was thought
            return place(length, commit, end);
        }
        if (file != null) {
            file.ensureAllocated(Math.min(capacityBytes, offset + pad + align(length)));
            file.ahead().claim(end + pad + align(length));
        }
        if (pad > 0) {
            writePad(end, offset, pad);
        }
        return end + pad;
    }

    private void fillHeader(RecordDraft draft, long position, long epoch, long seq, PendingGap gap) {
        int gapBytes = gap.isEmpty() ? 0 : GAP_BYTES;
        header.clear();
        header.putInt(0).putInt(draft.recordBytes() + gapBytes);
        header.putLong(position).putLong(epoch).putLong(seq).putLong(draft.timestampMs);
        header.putLong(draft.worker).putInt(draft.bodyCrc);
        header.put(draft.kind.code()).put((byte) draft.flags).putShort((short) draft.workerBytes);
        header.putInt(gapBytes).putInt(0);
        if (gapBytes > 0) {
            gap.writeTo(header);
        }
        putHeaderCrc(HEADER_BYTES + gapBytes);
    }

    private void writePad(long position, long offset, int bytes) {
        if (bytes < HEADER_BYTES) {
            return;
        }
        header.clear();
        header.putInt(0).putInt(HEADER_BYTES).putLong(position);
        while (header.position() < HEADER_BYTES) {
            header.putLong(0);
        }
        header.put(RecordLayout.KIND, RecordKind.PAD.code());
        putHeaderCrc(HEADER_BYTES);
        memory.segment(offset).put(memory.index(offset), headerBytes, 0, HEADER_BYTES);
    }

    private void putHeaderCrc(int headerEnd) {
        headerCrc.reset();
        headerCrc.update(headerBytes, RecordLayout.LENGTH, headerEnd - RecordLayout.LENGTH);
        header.putInt(RecordLayout.HEADER_CRC, (int) headerCrc.getValue());
    }
}
