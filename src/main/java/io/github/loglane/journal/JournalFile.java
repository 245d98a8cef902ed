package io.github.loglane.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/**
 * A journal's file, mapped: its ring, and what must be known of it after the process is gone. {@link FileLayout} draws it.
 *
 * <p>The file is written with zeros ahead of its use: a hole in it would be filled when it is first touched, and where the
 * disk is full then, the JVM can only answer with an {@code InternalError}. A {@code FileChannel} is used to map only, since
 * an interrupted thread closes it for all.
 *
 * <p>Thread rule: what appends need ({@link #assigned}, {@link #gap}, {@link #ensureAllocated}, {@link PagesAhead#claim}) under
 * the journal's lock; the rest by the one thread that reads and commits, or before there are others.
 */
final class JournalFile {

    private static final int ZEROS_BYTES = 64 << 10;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final byte[] ZEROS = new byte[ZEROS_BYTES];

    /** Allocated before the first append, so that opening stays short. */
    static final int INITIAL_BYTES = 4 << 20;

    private final Path path;
    private final RandomAccessFile file;
    private final RingMemory memory;
    private final MappedByteBuffer headerMap;
    private final MappedByteBuffer trailerMap;
    private final HeaderPage header;
    private final HeaderPage trailer;
    /** The header once more, for who holds the journal's lock: a page computes one checksum at a time. */
    private final HeaderPage lockedHeader;

    private final HeaderPeek pages;
    private final FileDescription description;
    private final PagesAhead ahead;
    private final Object allocation = new Object();
    private volatile long allocatedBytes;
    private long commitNumber;
    private long gapNumber;
    private int lastSeqAt;

    private JournalFile(Path path, RandomAccessFile file, FileDescription description) throws IOException {
        this.path = path;
        this.file = file;
        this.description = description;
        FileChannel channel = file.getChannel();
        headerMap = map(channel, 0, FileLayout.PAGE_BYTES);
        trailerMap = map(channel, FileLayout.PAGE_BYTES + description.capacityBytes(), FileLayout.PAGE_BYTES);
        header = new HeaderPage(headerMap);
        trailer = new HeaderPage(trailerMap);
        lockedHeader = new HeaderPage(headerMap);
        memory = RingMemory.over(segments(channel, description));
        ahead = new PagesAhead(memory);
        allocatedBytes = Math.min(Math.max(0, header.getLong(FileLayout.ALLOCATED)), description.capacityBytes());
        pages = new HeaderPeek(header, trailer);
        commitNumber = pages.commitNumber();
        gapNumber = pages.gapNumber();
        lastSeqAt = FileLayout.lastSeqAt(header.getInt(FileLayout.OPENING_NUMBER));
    }

    private static MappedByteBuffer map(FileChannel channel, long from, int bytes) throws IOException {
        MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, from, bytes);
        mapped.order(ByteOrder.LITTLE_ENDIAN);
        return mapped;
    }

    private static ByteBuffer[] segments(FileChannel channel, FileDescription description) throws IOException {
        ByteBuffer[] segments = new ByteBuffer[description.segmentCount()];
        for (int i = 0; i < segments.length; i++) {
            long from = FileLayout.PAGE_BYTES + (long) i * description.segmentBytes();
            segments[i] = map(channel, from, description.segmentBytes());
        }
        return segments;
    }

    /** As {@link #create(Path, Path, FileDescription)}, under its own name from the beginning. */
    static JournalFile create(Path path, FileDescription description) throws IOException {
        return create(path, path, description);
    }

    /**
     * Makes the file and allocates its beginning.
     *
     * @param making a file that is empty, the name of this one until it is complete
     * @param path its name from then on
     * @throws IOException where there is no room, or no right
     */
    static JournalFile create(Path making, Path path, FileDescription description) throws IOException {
        return opening(making, file -> {
            // the pages at both ends first, with real zeros; what is between is a hole until it is allocated
            file.setLength(0);
            file.write(ZEROS, 0, FileLayout.PAGE_BYTES);
            file.seek(FileLayout.PAGE_BYTES + description.capacityBytes());
            file.write(ZEROS, 0, FileLayout.PAGE_BYTES);
            JournalFile created = new JournalFile(path, file, description);
            created.allocate(Math.min(INITIAL_BYTES, description.capacityBytes()));
            created.commit(0);
            created.commit(0);
            description.writeTo(created.trailer);
            description.writeTo(created.header);
            if (!making.equals(path)) {
                Files.move(making, path, StandardCopyOption.ATOMIC_MOVE);
            }
            return created;
        });
    }

    /** Opens the file of a slot as {@code description}, read from it before, says. */
    static JournalFile open(Path path, FileDescription description) throws IOException {
        return opening(path, file -> new JournalFile(path, file, description));
    }

    private interface Opening {
        JournalFile of(RandomAccessFile file) throws IOException;
    }

    /** An interrupt that was meant for the application must not keep its journal shut: it is kept for later. */
    private static JournalFile opening(Path path, Opening opening) throws IOException {
        boolean interrupted = Thread.interrupted();
        JournalFile opened = null;
        try {
            while (opened == null) {
                opened = tryOpening(path, opening);
                interrupted |= Thread.interrupted();
            }
            return opened;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@code null} where an interrupt closed the channel under it. */
    private static JournalFile tryOpening(Path path, Opening opening) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        JournalFile opened = null;
        try {
            opened = opening.of(file);
            return opened;
        } catch (ClosedByInterruptException again) {
            return null;
        } finally {
            if (opened == null) {
                file.close();
            }
        }
    }

    Path path() {
        return path;
    }

    FileDescription description() {
        return description;
    }

    RingMemory memory() {
        return memory;
    }

    // what was, for recovery

    /**
     * The newest commit that is sound; none where neither of the two is. A process killed while it notes one leaves the other: what
     * was acked in between is shipped again then, and nothing has been written over it yet.
     */
    OptionalLong commitPosition() {
        return pages.commitPosition();
    }

    /** Whether the pages at both ends are as they were written, as far as only damage can be why not. */
    boolean isSoundAtBothEnds() {
        return pages.isSoundAtBothEnds();
    }

    /** What the last opening of this file noted. */
    LastOpening lastOpening() {
        return pages.lastOpening();
    }

    /** The cluster that the file's records belong to; empty until a producer had contact. */
    String clusterId() {
        return pages.clusterId();
    }

    // what is, while open

    /** Notes who writes from now on. */
    void open(Opener opener, long epoch) {
        int number = header.getInt(FileLayout.OPENING_NUMBER) + 1;
        lastSeqAt = FileLayout.lastSeqAt(number);
        assigned(0, 0);
        opener.writeTo(header, number, epoch);
        header.clear(FileLayout.CLOSED, FileLayout.CLOSED_BYTES);
    }

    /**
     * Notes that another process writes on in the place of the last one. Who that was stays as it is: a kill in between would leave
     * nobody's epoch. On the disk when this returns: after a power failure a good-bye from before would be taken for the last word.
     */
    void goOn(long lastSeq, long end) {
        assigned(lastSeq, end);
        header.clear(FileLayout.CLOSED, FileLayout.CLOSED_BYTES);
        headerMap.force();
    }

    void clusterId(String id) {
        header.clear(FileLayout.CLUSTER, FileLayout.CLUSTER_BYTES);
        header.putText(FileLayout.CLUSTER_TEXT, id, FileLayout.MAX_CLUSTER_BYTES);
        header.seal(FileLayout.CLUSTER, FileLayout.CLUSTER_BYTES);
    }

    void commit(long position) {
        commitNumber++;
        HeaderPage page = commitNumber % 2 == 0 ? header : trailer;
        page.putLong(FileLayout.COMMIT_NUMBER, commitNumber);
        page.putLong(FileLayout.COMMIT_POSITION, position);
        page.seal(FileLayout.COMMIT, FileLayout.COMMIT_BYTES);
    }

    /**
     * Notes the last seq, of a record that stands in the ring by now.
     *
     * @param end where the next record goes
     */
    void assigned(long seq, long end) {
        lockedHeader.putLong(FileLayout.writtenAt(lastSeqAt), end);
        lockedHeader.putLong(lastSeqAt, seq);
        lockedHeader.putLong(lastSeqAt + 8, ~seq);
        if (lockedHeader.getLong(lastSeqAt) != seq || lockedHeader.getLong(lastSeqAt + 8) != ~seq) {
            throw PageFault.failure(path);
        }
    }

    void ended(long epoch) {
        lockedHeader.putLong(FileLayout.ENDED_EPOCH, epoch);
    }

    /** Keeps what is dropped and not yet declared, so that who adopts the epoch can declare it. */
    void gap(long epoch, PendingGap gap) {
        gapNumber++;
        int slot = gapNumber % 2 == 0 ? FileLayout.GAP_A : FileLayout.GAP_B;
        lockedHeader.putLong(slot + FileLayout.GAP_NUMBER, gapNumber);
        lockedHeader.putLong(slot + FileLayout.GAP_EPOCH, epoch);
        lockedHeader.put(slot + FileLayout.GAP_CONTENT, gap.bytes());
        lockedHeader.seal(slot, FileLayout.GAP_SLOT_BYTES);
        if (lockedHeader.getLong(slot + FileLayout.GAP_NUMBER) != gapNumber
                || lockedHeader.getLong(slot + FileLayout.GAP_EPOCH) != epoch) {
            throw PageFault.failure(path);
        }
    }

    /** Notes that nobody writes any more and where the records end, which makes the next opening short. */
    void closed(long epoch, boolean ended, long endPosition) {
        header.putInt(FileLayout.CLOSED_ENDED, ended ? 1 : 0);
        header.putLong(FileLayout.CLOSED_EPOCH, epoch);
        header.putLong(FileLayout.CLOSED_POSITION, endPosition);
        header.seal(FileLayout.CLOSED, FileLayout.CLOSED_BYTES);
    }

    // room on the disk

    /** @throws JournalFailure where the disk has no room for the next record */
    void ensureAllocated(long offset) {
        if (offset > allocatedBytes) {
            try {
                allocate(offset);
            } catch (IOException full) {
                throw new JournalFailure("no room in " + path + ": " + full.getMessage(), full);
            }
        }
    }

    /** Allocates a piece of what the writer will need next; false where all is allocated up to {@code offset}. */
    boolean allocateSome(long offset) throws IOException {
        long wanted = Math.min(offset, description.capacityBytes());
        if (wanted <= allocatedBytes) {
            return false;
        }
        allocate(Math.min(wanted, allocatedBytes + CHUNK_BYTES));
        return true;
    }

    /** Whose each page of the ring is: the writer's, or still to be touched. */
    PagesAhead ahead() {
        return ahead;
    }

    long allocatedBytes() {
        return allocatedBytes;
    }

    /** Nothing from {@code offset} on was ever written: zeros may go there. To be called before the file is written to. */
    void allocatedAtLeast(long offset) {
        allocatedBytes = Math.max(allocatedBytes, Math.min(offset, description.capacityBytes()));
    }

    private void allocate(long upTo) throws IOException {
        synchronized (allocation) {
            long at = allocatedBytes;
            long end = Math.min(description.capacityBytes(), roundUp(upTo));
            if (at >= end) {
                return;
            }
            file.seek(FileLayout.PAGE_BYTES + at);
            while (at < end) {
                int bytes = (int) Math.min(ZEROS_BYTES, end - at);
                file.write(ZEROS, 0, bytes);
                at += bytes;
            }
            allocatedBytes = at;
            header.putLong(FileLayout.ALLOCATED, at);
        }
    }

    private static long roundUp(long offset) {
        return (offset + CHUNK_BYTES - 1) / CHUNK_BYTES * CHUNK_BYTES;
    }

    /** Has the disk take the ring's bytes from one position to another, then the pages at both ends. */
    void force(long from, long to) {
        memory.forEachPiece(from, to, (segment, index, bytes) -> ((MappedByteBuffer) segment).force(index, bytes));
        headerMap.force();
        trailerMap.force();
    }

    /** Gives the disk its room back at once; a file that is deleted only keeps it as long as it is mapped. Nobody may read it any more. */
    void discard() throws IOException {
        ahead.stop();
        file.setLength(0);
    }

    /** The mapping lasts until the buffers are collected; nobody may write to it any more. */
    void close() throws IOException {
        ahead.stop();
        file.close();
    }

    @Override
    public String toString() {
        return "JournalFile{" + path + '}';
    }
}
