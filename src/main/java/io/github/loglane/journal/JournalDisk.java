package io.github.loglane.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A journal's side that faces the disk: what its reading thread does for it now and then. Used by that thread, but for {@link
 * #path}, {@link #predecessor}, {@link #failed} and {@link #failure}.
 */
public final class JournalDisk {

    private static final PendingGap NO_GAP = new PendingGap();

    /** How far the disk's room is kept ahead of the writer: some tenths of a second at full speed. */
    private static final int ALLOCATE_AHEAD_BYTES = 64 << 20;

    private final JournalFile file;
    private final Slot slot;
    private final Predecessor predecessor;
    private long forcedPosition;
    private boolean isClosed;
    private boolean isEndOwed;
    private boolean isStarted;
    private volatile Throwable failure;

    /** @param slot what is released when the file is closed, or {@code null} */
    JournalDisk(JournalFile file, Slot slot, Predecessor predecessor) {
        this.file = file;
        this.slot = slot;
        this.predecessor = predecessor;
        this.isEndOwed = predecessor != null;
    }

    JournalFile file() {
        return file;
    }

    /** The file that keeps the journal. */
    public Path path() {
        return file.path();
    }

    /** The epoch that the process before left without an end, for {@link Journal#appendEndOf}; {@code null} where none. */
    public Predecessor predecessor() {
        return predecessor;
    }

    /** Notes that this process writes from now on, under {@code epoch}. */
    void start(long epoch, String hostname) {
        file.open(Opener.current(hostname), epoch);
        isStarted = true;
    }

    /** As {@link JournalFile#goOn} does. */
    void goOn(long lastSeq, long end) {
        file.goOn(lastSeq, end);
        isStarted = true;
    }

    /** Notes the cluster that the records go to, once known. */
    public void clusterId(String id) {
        if (!file.clusterId().equals(id)) {
            file.clusterId(id);
        }
    }

    /** Why the file cannot be used any more, or {@code null}. What it still shows is read, checked record by record. */
    public Throwable failure() {
        return failure;
    }

    /** To be called with what {@link Journal#append} threw, or with an {@code InternalError} that came out of any use. */
    public void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /**
     * Keeps room on the disk and pages that can be written to ahead of the writer, some of them a call. Nearly free where there
     * are enough.
     *
     * @param commitPosition the journal's, up to which this thread has given room back
     * @param writePosition the journal's, now or a moment ago
     * @throws IOException where the disk has no room
     */
    public void prepareAhead(long commitPosition, long writePosition, long nowNanos) throws IOException {
        if (failure == null) {
            file.allocateSome(writePosition + ALLOCATE_AHEAD_BYTES);
            long freeEnd = commitPosition + file.memory().capacityBytes();
            file.ahead().touch(writePosition, freeEnd, file.allocatedBytes(), nowNanos);
        }
    }

    /** Has the disk take all up to {@code position}. */
    public void force(long position) {
        if (failure == null) {
            file.force(forcedPosition, position);
            forcedPosition = position;
        }
    }

    /** Notes what the next process must know of the last seq; under the journal's lock. */
    void assigned(long epoch, long seq, long end, boolean declaredGap) {
        file.assigned(seq, end);
        if (declaredGap) {
            file.gap(epoch, NO_GAP);
        }
    }

    /** Notes that an epoch has its end; under the journal's lock. */
    void ended(long epoch) {
        if (predecessor != null && predecessor.epoch() == epoch) {
            isEndOwed = false;
        }
        file.ended(epoch);
    }

    synchronized void commit(long position) {
        // behind a page that is gone there may be more such; what is not noted is shipped once more by the next process
        if (!isClosed && !isPageGone()) {
            file.commit(position);
        }
    }

    private boolean isPageGone() {
        return failure instanceof InternalError
                || failure instanceof JournalFailure && !(failure.getCause() instanceof IOException);
    }

    /** @return whether it was open until now */
    synchronized boolean close() {
        boolean wasOpen = !isClosed;
        isClosed = true;
        return wasOpen;
    }

    /**
     * Notes where the records end and gives the slot to whoever comes next, whatever the file says to that; under the journal's lock. Where
     * this process did not write, as to an adopted journal, what its writer had noted stays. A file that an end is still due in is kept.
     */
    void release(long epoch, boolean isEnded, long endPosition, boolean delete) throws IOException {
        try {
            if (isStarted && !isPageGone()) {
                file.closed(epoch, isEnded, endPosition);
            }
        } finally {
            release(delete && failure == null && !isEndOwed);
        }
    }

    private void release(boolean delete) throws IOException {
        try {
            if (delete) {
                file.discard();
            }
            file.close();
            if (delete) {
                Files.deleteIfExists(file.path());
            }
        } finally {
            if (slot != null) {
                slot.release();
            }
        }
    }
}
