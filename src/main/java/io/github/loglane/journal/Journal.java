package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.GAP_BYTES;
import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;
import static io.github.loglane.journal.RecordLayout.align;

import io.github.loglane.status.DropCause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * A bounded ring of records between many appending threads and one reading thread.
 *
 * <pre>
 *   commitPosition          (the reader's cursor)          writePosition
 *        |  acked or in flight     |  not yet read              |  free, up to commitPosition + capacity
 *        v                         v                            v
 *   -----[record][record][record][record][record][pad]|[record]......
 *                                                      seam
 * </pre>
 *
 * <p>Append copies a finished record in, under one lock: take the seq, finish the checksum, copy, publish. A claim that is
 * filled in later would leave holes and let one slow thread hold up all. Reading consumes nothing: what was read stays until
 * {@link #commit}, so the reader can go back. Positions are absolute and only grow.
 *
 * <p>What is refused is never silent: it uses up a seq, and the next record accepted carries the gap.
 *
 * <p>Thread rule: {@code append}, {@code drop} and the gauges from any thread; {@code read} and {@code commit} from one.
 */
public final class Journal {

    /** Largest part of the ring one record may take, so that a few can always be in flight together. */
    private static final int MIN_RECORDS_PER_RING = 4;

    private final RingMemory memory;
    private final long capacityBytes;
    private final long lowPriorityBytes;
    private final long normalPriorityBytes;
    private final long epoch;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomMade = lock.newCondition();
    private final CRC32C headerCrc = new CRC32C();
    private final byte[] headerBytes = new byte[HEADER_BYTES + GAP_BYTES];
    private final ByteBuffer header = ByteBuffer.wrap(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
    private final PendingGap gap = new PendingGap();
    private long nextSeq = 1;
    private boolean sealed;
    private int waiting;

    private volatile boolean gapPending;
    private volatile boolean someoneWaits;
    private volatile long writePosition;
    private volatile long commitPosition;

    /**
     * A journal in direct memory, which ends with the process.
     *
     * @param epoch 64 random bits, not 0
     * @throws IllegalArgumentException where the ring would be too small for {@code maxRecordBytes}
     * @throws OutOfMemoryError where the JVM's limit on direct memory is lower than {@code capacityBytes}
     */
    public static Journal inMemory(long capacityBytes, int maxRecordBytes, long epoch) {
        Journal journal = new Journal(RingMemory.direct(capacityBytes, RingMemory.MAX_SEGMENT_BYTES), epoch);
        if (maxRecordBytes > journal.maxBodyBytes()) {
            throw new IllegalArgumentException("expecting: a journal of at least " + MIN_RECORDS_PER_RING
                    + " x maxRecordBytes (" + maxRecordBytes + "), found: " + capacityBytes);
        }
        return journal;
    }

    Journal(RingMemory memory, long epoch) {
        this.memory = memory;
        this.capacityBytes = memory.capacityBytes();
        this.lowPriorityBytes = capacityBytes / 100 * 80;
        this.normalPriorityBytes = capacityBytes / 100 * 95;
        this.epoch = epoch;
    }

    public long epoch() {
        return epoch;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** Bytes not yet committed, padding included. */
    public long usedBytes() {
        // commit first: it never passes the write position, so the difference is never negative
        long committed = commitPosition;
        return writePosition - committed;
    }

    /** The largest body that a record may have. */
    public int maxBodyBytes() {
        long share = Math.min(capacityBytes / MIN_RECORDS_PER_RING, memory.segmentBytes());
        return (int) share - HEADER_BYTES - GAP_BYTES - RecordDraft.MAX_WORKER_BYTES;
    }

    public long writePosition() {
        return writePosition;
    }

    public long commitPosition() {
        return commitPosition;
    }

    /** Whether a record of this priority would be refused now for the sake of others; a cheap look before encoding. */
    public boolean wouldShed(Priority priority) {
        return priority != Priority.HIGH && usedBytes() > limitBytes(priority);
    }

    private long limitBytes(Priority priority) {
        return switch (priority) {
            case LOW -> lowPriorityBytes;
            case NORMAL -> normalPriorityBytes;
            case HIGH -> capacityBytes;
        };
    }

    /**
     * Appends a record, or refuses it and remembers the gap.
     *
     * @param maxWaitNanos how long to wait for room, whatever the priority; 0 not at all
     * @param refusedAs the cause that a refused record's seq is declared under instead of {@link DropCause#FULL} or {@link
     *     DropCause#SHED}; {@code null} for these
     * @throws IllegalArgumentException where the body is larger than {@link #maxBodyBytes()}
     */
    public AppendResult append(RecordDraft draft, long maxWaitNanos, DropCause refusedAs) {
        checkBody(draft);
        lock.lock();
        try {
            AppendResult result = tryAppend(draft);
            if (isRefused(result) && maxWaitNanos > 0) {
                result = appendWaiting(draft, maxWaitNanos);
            }
            if (isRefused(result)) {
                DropCause cause = result == AppendResult.FULL ? DropCause.FULL : DropCause.SHED;
                dropLocked(refusedAs == null ? cause : refusedAs);
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #append} without waiting, but what finds no room leaves no trace: it is not declared, and may come again.
     *
     * @throws IllegalArgumentException as {@code append} does
     */
    public AppendResult offer(RecordDraft draft) {
        checkBody(draft);
        lock.lock();
        try {
            return tryAppend(draft);
        } finally {
            lock.unlock();
        }
    }

    private void checkBody(RecordDraft draft) {
        if (draft.bodyBytes > maxBodyBytes()) {
            throw new IllegalArgumentException(
                    "expecting: a body of at most " + maxBodyBytes() + " bytes, found: " + draft.bodyBytes);
        }
    }

    /** Uses up a seq for an event that could not be made a record of. Returns false where the journal is sealed. */
    public boolean drop(DropCause cause) {
        lock.lock();
        try {
            if (!sealed) {
                dropLocked(cause);
            }
            return !sealed;
        } finally {
            lock.unlock();
        }
    }

    private void dropLocked(DropCause cause) {
        gap.add(nextSeq++, cause, System.nanoTime());
        gapPending = true;
    }

    private AppendResult tryAppend(RecordDraft draft) {
        if (sealed) {
            return AppendResult.SEALED;
        }
        boolean withGap = !gap.isEmpty();
        int gapBytes = withGap ? GAP_BYTES : 0;
        if (usedBytes() + align(draft.recordBytes() + gapBytes) > limitBytes(draft.priority)) {
            return draft.priority == Priority.HIGH ? AppendResult.FULL : AppendResult.SHED;
        }
        if (!write(draft, nextSeq, gapBytes)) {
            return AppendResult.FULL;
        }
        nextSeq++;
        return AppendResult.APPENDED;
    }

    private static boolean isRefused(AppendResult result) {
        return result == AppendResult.FULL || result == AppendResult.SHED;
    }

    private AppendResult appendWaiting(RecordDraft draft, long maxWaitNanos) {
        long leftNanos = maxWaitNanos;
        AppendResult result = AppendResult.FULL;
        waiting++;
        someoneWaits = true;
        try {
            // tried again before each wait: a commit made before someoneWaits was seen gave no signal
            result = tryAppend(draft);
            while (isRefused(result) && leftNanos > 0) {
                leftNanos = roomMade.awaitNanos(leftNanos);
                result = tryAppend(draft);
            }
        } catch (InterruptedException interrupted) {
            // the application wants its thread back: the event counts as refused, the flag stays for the application
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
            someoneWaits = waiting > 0;
        }
        return result;
    }

    /** Copies the record in and publishes it; false where there is no room. Clears the gap that it carries. */
    private boolean write(RecordDraft draft, long seq, int gapBytes) {
        int length = draft.recordBytes() + gapBytes;
        long position = writePosition;
        long offset = position % capacityBytes;
        int toSeam = memory.bytesToSeam(offset);
        int pad = toSeam < align(length) ? toSeam : 0;
        if (position - commitPosition + pad + align(length) > capacityBytes) {
            return false;
        }
        if (pad > 0) {
            writePad(position, offset, pad);
            position += pad;
            offset = position % capacityBytes;
        }
        fillHeader(draft, position, seq, gapBytes);
        ByteBuffer segment = memory.segment(offset);
        int index = memory.index(offset);
        segment.put(index, headerBytes, 0, HEADER_BYTES + gapBytes);
        index += HEADER_BYTES + gapBytes;
        segment.put(index, draft.workerText, 0, draft.workerBytes);
        segment.put(index + draft.workerBytes, draft.body, 0, draft.bodyBytes);
        if (gapBytes > 0) {
            gap.clear();
            gapPending = false;
        }
        writePosition = position + align(length);
        return true;
    }

    private void fillHeader(RecordDraft draft, long position, long seq, int gapBytes) {
        header.clear();
        header.putInt(draft.recordBytes() + gapBytes).putInt(0);
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
        header.putInt(HEADER_BYTES).putInt(0).putLong(position).putLong(epoch);
        while (header.position() < HEADER_BYTES) {
            header.putLong(0);
        }
        header.put(RecordLayout.KIND, RecordKind.PAD.code());
        putHeaderCrc(HEADER_BYTES);
        memory.segment(offset).put(memory.index(offset), headerBytes, 0, HEADER_BYTES);
    }

    private void putHeaderCrc(int headerEnd) {
        headerCrc.reset();
        headerCrc.update(headerBytes, RecordLayout.POSITION, headerEnd - RecordLayout.POSITION);
        header.putInt(RecordLayout.HEADER_CRC, (int) headerCrc.getValue());
    }

    /** Whether seqs were dropped that no record declares yet. */
    public boolean hasPendingGap() {
        return gapPending;
    }

    /** How long ago the first seq was dropped that is not declared yet; 0 where there is none. */
    public long pendingGapAgeNanos() {
        lock.lock();
        try {
            return gap.isEmpty() ? 0 : Math.max(1, System.nanoTime() - gap.sinceNanos());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends {@code draft} as the stand-alone declaration of the pending gap, under the gap's last seq, also to a sealed
     * journal. Returns false where there is no gap or no room.
     */
    public boolean appendDrop(RecordDraft draft) {
        lock.lock();
        try {
            return !gap.isEmpty() && write(draft, gap.to(), GAP_BYTES);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all records from now on but for the epoch's end. */
    public void seal() {
        lock.lock();
        try {
            sealed = true;
            roomMade.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Appends the epoch's end, gap included, to a sealed journal; false where there is no room yet. */
    public boolean appendEnd(RecordDraft draft) {
        lock.lock();
        try {
            if (!sealed) {
                throw new IllegalStateException("expecting: a sealed journal, found: an open one");
            }
            boolean written = write(draft, nextSeq, gap.isEmpty() ? 0 : GAP_BYTES);
            if (written) {
                nextSeq++;
            }
            return written;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows the record at {@code position}, or behind the padding there.
     *
     * @param position the commit position, or {@link JournalRecord#nextPosition()} of a record not yet committed
     * @return false where no record stands there yet
     */
    public boolean read(long position, JournalRecord into) {
        long end = writePosition;
        long at = position;
        while (at < end) {
            long offset = at % capacityBytes;
            int toSeam = memory.bytesToSeam(offset);
            ByteBuffer segment = memory.segment(offset);
            int index = memory.index(offset);
            if (toSeam >= HEADER_BYTES && segment.get(index + RecordLayout.KIND) != RecordKind.PAD.code()) {
                into.set(segment, index, at);
                return true;
            }
            at += toSeam;
        }
        return false;
    }

    /** Gives the room of all records before {@code position} back. Positions only grow. */
    public void commit(long position) {
        if (position < commitPosition || position > writePosition) {
            throw new IllegalArgumentException(
                    "expecting: a position from " + commitPosition + " to " + writePosition + ", found: " + position);
        }
        commitPosition = position;
        if (someoneWaits) {
            lock.lock();
            try {
                roomMade.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Appended and committed bytes, for reports. */
    @Override
    public String toString() {
        return "Journal{epoch=" + RecordId.epochText(epoch) + ", usedBytes=" + usedBytes() + ", capacityBytes="
                + capacityBytes + '}';
    }
}
