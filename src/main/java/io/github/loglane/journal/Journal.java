package io.github.loglane.journal;

import static io.github.loglane.journal.RecordLayout.GAP_BYTES;
import static io.github.loglane.journal.RecordLayout.HEADER_BYTES;
import static io.github.loglane.journal.RecordLayout.align;

import io.github.loglane.status.DropCause;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

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

    private final RingMemory memory;
    private final RingWriter writer;
    private final JournalDisk disk;
    private final RingReader reader;
    private final Fill fill;
    private final OwnEpoch own;
    private final ReentrantLock lock = new ReentrantLock();
    private final RoomSignal room = new RoomSignal(lock);
    private boolean isEnded;
    private boolean isClosed;
    private boolean sealed;

    private volatile long writePosition;
    private volatile long commitPosition;

    /**
     * A journal in direct memory, which ends with the process; see {@link RingMemory#ofJournal} for how it is allocated.
     *
     * @throws IllegalArgumentException where the ring would be too small for {@code maxRecordBytes}
     * @throws OutOfMemoryError where not even the beginning has room
     */
    public static Journal inMemory(long capacityBytes, int maxRecordBytes, long epoch) {
        Journal journal = new Journal(RingMemory.ofJournal(capacityBytes, maxRecordBytes), epoch);
        journal.fill.check(maxRecordBytes, journal.maxBodyBytes());
        return journal;
    }

    Journal(RingMemory memory, long epoch) {
        this(memory, null, epoch, 0, 0);
    }

    /** A journal in a file that is new. */
    Journal(JournalFile file, Slot slot, long epoch) {
        this(file.memory(), new JournalDisk(file, slot, null), epoch, 0, 0);
    }

    /** A journal that goes on behind what a process before has left. */
    Journal(JournalFile file, Slot slot, long epoch, Recovery found) {
        this(file.memory(), new JournalDisk(file, slot, found.predecessor()), epoch, found.commit(), found.end());
    }

    private Journal(RingMemory memory, JournalDisk disk, long epoch, long commit, long end) {
        this.memory = memory;
        this.disk = disk;
        this.writer = new RingWriter(memory, disk == null ? null : disk.file());
        this.reader = new RingReader(memory, disk, this::commitPosition);
        this.commitPosition = commit;
        this.writePosition = end;
        this.fill = new Fill(memory::capacityBytes);
        this.own = new OwnEpoch(epoch);
    }

    public long epoch() {
        return own.id();
    }

    /** Whether this process wrote the record, and not one whose journal it took over. */
    public boolean isOwn(JournalRecord any) {
        return own.has(any.epoch(), any.seq());
    }

    /** Notes on the disk, where there is one, that this process writes from now on. Before the first append. */
    public void start(String hostname) {
        if (disk != null) {
            disk.start(own.id(), hostname);
        }
    }

    /** In place of {@link #start}: writes on under the epoch of a process of this boot, where there is no room to end it. */
    public void goOnAs(Predecessor gone) {
        own.goOnAs(gone);
        disk.goOn(own.lastWritten(), writePosition);
    }

    public long capacityBytes() {
        return memory.capacityBytes();
    }

    /** As asked for; {@link #capacityBytes} is less where there is no memory for it. */
    public long wantedBytes() {
        return memory.wantedBytes();
    }

    /** Allocates some more of a journal in memory; false where all is there, or no memory for it. Any thread. */
    public boolean allocateSome() {
        return memory.allocateNext();
    }

    /** Bytes not yet committed, padding included. */
    public long usedBytes() {
        // commit first: it never passes the write position, so the difference is never negative
        long committed = commitPosition;
        return writePosition - committed;
    }

    /** The largest body that a record may have. */
    public int maxBodyBytes() {
        long share = Math.min(memory.wantedBytes() / Fill.MIN_RECORDS_PER_RING, memory.segmentBytes());
        return (int) share - HEADER_BYTES - GAP_BYTES - RecordDraft.MAX_WORKER_BYTES;
    }

    public long writePosition() {
        return writePosition;
    }

    public long commitPosition() {
        return commitPosition;
    }

    /** Whether a record of this priority would be refused now for others' sake; a cheap look before encoding. */
    public boolean wouldShed(Priority priority) {
        return priority != Priority.HIGH && usedBytes() > fill.limitBytes(priority);
    }

    /**
     * Appends a record, or refuses it and remembers the gap.
     *
     * @param maxWaitNanos how long to wait for room, whatever the priority; 0 not at all
     * @param refusedAs the cause that a refused record's seq is declared under instead of {@link DropCause#FULL} or {@link
     *     DropCause#SHED}; {@code null} for these
     * @throws IllegalArgumentException where the body is larger than {@link #maxBodyBytes()}
     * @throws JournalFailure where the disk has no room; also an {@code InternalError}, from the JVM, where a page of the file
     *     is gone. The journal is to be given up then, see {@link JournalDisk#failed}
     */
    public AppendResult append(RecordDraft draft, long maxWaitNanos, DropCause refusedAs) {
        checkBody(draft);
        lock.lock();
        try {
            AppendResult result = tryAppend(draft);
            if (result.isRefused() && maxWaitNanos > 0) {
                result = appendWaiting(draft, maxWaitNanos);
            }
            if (result.isRefused()) {
                dropLocked(refusedAs == null ? result.cause() : refusedAs);
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
        own.drop(cause);
        if (disk != null) {
            disk.file().gap(own.id(), own.gap());
        }
    }

    private AppendResult tryAppend(RecordDraft draft) {
        if (sealed) {
            return AppendResult.SEALED;
        }
        int gapBytes = own.gap().isEmpty() ? 0 : GAP_BYTES;
        long limit = fill.limitBytes(draft.kind, draft.priority);
        if (usedBytes() + align(draft.recordBytes() + gapBytes) > limit) {
            return draft.priority == Priority.HIGH ? AppendResult.FULL : AppendResult.SHED;
        }
        if (!write(draft, own.id(), own.nextSeq(), own.gap())) {
            return AppendResult.FULL;
        }
        own.taken();
        return AppendResult.APPENDED;
    }

    private AppendResult appendWaiting(RecordDraft draft, long maxWaitNanos) {
        AppendResult[] result = {AppendResult.FULL};
        room.await(maxWaitNanos, () -> {
            result[0] = tryAppend(draft);
            return !result[0].isRefused();
        });
        return result[0];
    }

    /** Copies the record in and publishes it; false where there is no room. Clears the gap that it carries. */
    private boolean write(RecordDraft draft, long ofEpoch, long seq, PendingGap withGap) {
        long end = isClosed ? -1 : writer.write(draft, ofEpoch, seq, withGap, commitPosition, writePosition);
        if (end < 0) {
            return false;
        }
        // before the record can be read: once acked and committed it is not there to tell that its seq was used
        if (disk != null && ofEpoch == own.id()) {
            disk.assigned(ofEpoch, seq, end, !withGap.isEmpty());
        }
        writePosition = end;
        withGap.clear();
        return true;
    }

    /** Copies a record out of another ring, under its own id; false where there is no room. Before there are other threads. */
    boolean copy(RingMemory from, long position) {
        long end = writer.copy(from, position, commitPosition, writePosition);
        writePosition = Math.max(writePosition, end);
        return end >= 0;
    }

    /** How long ago the first seq was dropped that is not declared yet; 0 where there is none. */
    public long pendingGapAgeNanos() {
        lock.lock();
        try {
            PendingGap gap = own.gap();
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
            return !own.gap().isEmpty()
                    && !isBroken()
                    && usedBytes() + align(draft.recordBytes() + GAP_BYTES) <= fill.limitBytes(Priority.HIGH)
                    && write(draft, own.id(), own.gap().to(), own.gap());
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all records from now on but for the epoch's end. */
    public void seal() {
        lock.lock();
        try {
            sealed = true;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends the epoch's end, gap included, to a sealed journal; false where there is no room yet. Where the file failed, the
     * next process to open it does that.
     */
    public boolean appendEnd(RecordDraft draft) {
        lock.lock();
        try {
            if (!sealed) {
                throw new IllegalStateException("expecting: a sealed journal, found: an open one");
            }
            return isBroken() || hasRoomForNext(draft) && writeEnd(draft, own.id(), own.nextSeq(), own.gap());
        } finally {
            lock.unlock();
        }
    }

    private boolean isBroken() {
        return disk != null && disk.failure() != null;
    }

    /** Whether behind an end the begin of who comes next has room too; each may need as much again before a seam. */
    private boolean hasRoomForNext(RecordDraft end) {
        return disk == null || usedBytes() + 4L * align(end.recordBytes() + GAP_BYTES) <= capacityBytes();
    }

    private boolean writeEnd(RecordDraft draft, long ofEpoch, long seq, PendingGap withGap) {
        boolean written = write(draft, ofEpoch, seq, withGap);
        isEnded |= written && ofEpoch == own.id();
        if (written && disk != null) {
            disk.ended(ofEpoch);
        }
        return written;
    }

    /** Ends the epoch of a process that is gone, with what it had dropped; false where there is no room yet for that and a begin. */
    public boolean appendEndOf(Predecessor predecessor, RecordDraft draft) {
        lock.lock();
        try {
            return isBroken()
                    || hasRoomForNext(draft)
                            && writeEnd(draft, predecessor.epoch(), predecessor.endSeq(), predecessor.gap());
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
        return reader.read(position, writePosition, into);
    }

    /** Gives the room of all records before {@code position} back. Positions only grow. */
    public void commit(long position) {
        if (position < commitPosition || position > writePosition) {
            throw new IllegalArgumentException(
                    "expecting: a position from " + commitPosition + " to " + writePosition + ", found: " + position);
        }
        if (disk != null) {
            disk.commit(position);
        }
        commitPosition = position;
        room.signal();
    }

    /** What keeps this journal on the disk, or {@code null} where it is in memory. */
    public JournalDisk disk() {
        return disk;
    }

    /**
     * Gives the file up, and its slot to whoever comes next; nothing is written any more. Does nothing in memory, nor the second
     * time. Deletes the file where {@code delete} says so and all of it is committed.
     */
    public void close(boolean delete) throws IOException {
        seal();
        lock.lock();
        try {
            isClosed = true;
            if (disk != null && disk.close()) {
                disk.release(own.id(), isEnded, writePosition, delete && usedBytes() == 0);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody holds the lock at this moment; a cheap look. */
    public boolean isBusy() {
        return lock.isLocked();
    }

    @Override
    public String toString() {
        return "Journal{epoch=" + RecordId.epochText(own.id()) + ", usedBytes=" + usedBytes() + '}';
    }
}
