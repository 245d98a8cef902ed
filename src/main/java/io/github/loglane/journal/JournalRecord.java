package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;

import io.github.loglane.status.DropCause;
import java.nio.ByteBuffer;

/**
 * A record in the journal, as {@link Journal#read} shows it: a reusable window onto the ring, valid until the record is
 * committed. Not thread-safe.
 */
public final class JournalRecord {

    private RecordCheck check;
    private ByteBuffer segment;
    private int index;
    private long position;
    private long nextPosition;
    private int length;
    private int flags;
    private int workerBytes;
    private int gapBytes;

    void set(ByteBuffer inSegment, int atIndex, long atPosition) {
        segment = inSegment;
        index = atIndex;
        position = atPosition;
        length = inSegment.getInt(atIndex + RecordLayout.LENGTH);
        nextPosition = atPosition + RecordLayout.align(length);
        flags = inSegment.get(atIndex + RecordLayout.FLAGS);
        workerBytes = inSegment.getShort(atIndex + RecordLayout.WORKER_BYTES);
        gapBytes = inSegment.getInt(atIndex + RecordLayout.GAP_LENGTH);
    }

    /** What this window's thread checks records with before it shows them. */
    RecordCheck check(RingMemory memory) {
        if (check == null || check.memory() != memory) {
            check = new RecordCheck(memory);
        }
        return check;
    }

    /** Where the record begins: bytes ever appended to this journal before it. */
    public long position() {
        return position;
    }

    /** Where the next record begins. */
    public long nextPosition() {
        return nextPosition;
    }

    public RecordKind kind() {
        return RecordKind.of(segment.get(index + RecordLayout.KIND));
    }

    public long epoch() {
        return segment.getLong(index + RecordLayout.EPOCH);
    }

    public long seq() {
        return segment.getLong(index + RecordLayout.SEQ);
    }

    public long timestampMs() {
        return segment.getLong(index + RecordLayout.TIMESTAMP_MS);
    }

    public boolean isStamped() {
        return (flags & RecordLayout.STAMPED) != 0;
    }

    public boolean hasWorkerNumber() {
        return (flags & RecordLayout.WORKER_NUMBER) != 0;
    }

    public boolean hasWorkerText() {
        return (flags & RecordLayout.WORKER_TEXT) != 0;
    }

    /** The integer worker id; 0 where it is a text or none. */
    public long worker() {
        return segment.getLong(index + RecordLayout.WORKER);
    }

    /** A copy of the worker id's text in UTF-8; empty where it is an integer or none. */
    public byte[] workerText() {
        byte[] text = new byte[workerBytes];
        segment.get(index + HEADER_BYTES + gapBytes, text);
        return text;
    }

    /** The seqs dropped since the record before this one, or {@code null}. */
    public Gap gap() {
        if (gapBytes == 0) {
            return null;
        }
        int at = index + HEADER_BYTES;
        long[] counts = new long[DropCause.values().length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = segment.getLong(at + 16 + 8 * i);
        }
        return new Gap(segment.getLong(at), segment.getLong(at + 8), counts);
    }

    public int bodyBytes() {
        return length - HEADER_BYTES - gapBytes - workerBytes;
    }

    /** Copies the first {@code bytes} bytes of the body. */
    public void copyBody(byte[] target, int offset, int bytes) {
        segment.get(index + length - bodyBytes(), target, offset, bytes);
    }
}
