package io.github.loglane.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A journal's file for reading only, also while a process writes to it: that process notices nothing. Takes no lock.
 *
 * <p>What a live journal shows moves on while one looks. Each method tells of some moment during its call. What looks like damage
 * counts only if later looks find it in the same place.
 *
 * <p>One thread at a time. An {@code InternalError} out of any method means that a page of the file cannot be read, because of
 * its disk, or because somebody cut it short.
 */
public final class JournalView implements AutoCloseable {

    private static final int LOOKS = 3;
    private static final int MAX_COUNTS = 10;
    private static final long BETWEEN_LOOKS_MS = 100;

    private static final int STEP_BYTES = 8;

    private final JournalFiles.Entry entry;
    private final RandomAccessFile file;
    private final FileDescription description;
    private final RingMemory memory;
    private final RecordCheck check;
    private ByteBuffer copy = copyOf(0);

    private JournalView(JournalFiles.Entry entry, RandomAccessFile file) throws IOException {
        this.entry = entry;
        this.file = file;
        this.description = FileDescription.of(entry.path(), peek());
        this.memory = RingMemory.over(segments());
        this.check = new RecordCheck(memory);
    }

    /**
     * Opens a journal to look at it.
     *
     * @throws NewerVersionException where a later version of the library wrote it
     * @throws DamagedFileException where it is no journal, or nothing tells of what size
     */
    public static JournalView open(JournalFiles.Entry entry) throws IOException {
        RandomAccessFile file = new RandomAccessFile(entry.path().toFile(), "r");
        JournalView view = null;
        try {
            view = new JournalView(entry, file);
            return view;
        } finally {
            if (view == null) {
                file.close();
            }
        }
    }

    private HeaderPeek peek() throws IOException {
        try {
            return HeaderPeek.at(entry.path(), file);
        } catch (EOFException tooShort) {
            throw new DamagedFileException(tooShort.getMessage());
        }
    }

    private ByteBuffer[] segments() throws IOException {
        ByteBuffer[] segments = new ByteBuffer[description.segmentCount()];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = segment(FileLayout.PAGE_BYTES + (long) i * description.segmentBytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        return segments;
    }

    /** Of a file that was cut short, zeros stand for what is not there: mapping beyond the end is a fault. */
    private ByteBuffer segment(long from) throws IOException {
        int bytes = description.segmentBytes();
        if (from + bytes <= file.length()) {
            return file.getChannel().map(MapMode.READ_ONLY, from, bytes);
        }
        ByteBuffer padded = ByteBuffer.allocateDirect(bytes);
        long at = from;
        while (padded.hasRemaining() && at < file.length()) {
            at += Math.max(0, file.getChannel().read(padded, at));
        }
        return padded.clear();
    }

    private static ByteBuffer copyOf(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the file says of itself now. */
    public JournalHeader header() throws IOException {
        return JournalHeader.of(description, peek());
    }

    /** Counts what is pending. Quick where little is: reads these records and no more of the ring. */
    public JournalPending pending() throws IOException {
        JournalPending pending = pendingFrom(peek().soundCommit());
        long commit = peek().soundCommit();
        // what was passed by a commit may be written over: only what stands behind it tells
        for (int look = 1; look < MAX_COUNTS && commit > pending.endPosition(); look++) {
            pending = pendingFrom(commit);
            commit = peek().soundCommit();
        }
        return pending;
    }

    private JournalPending pendingFrom(long commit) {
        long records = 0;
        long oldestMs = OldestRecord.NONE;
        long at = commit;
        long next = check.next(at);
        while (next > at && next <= commit + description.capacityBytes()) {
            if (isRecord(at)) {
                records++;
                oldestMs = records == 1 ? timestampMs(at) : oldestMs;
            }
            at = next;
            next = check.next(at);
        }
        return new JournalPending(records, commit, at, oldestMs);
    }

    private boolean isRecord(long position) {
        long offset = position % memory.capacityBytes();
        return memory.bytesToSeam(offset) >= RecordLayout.HEADER_BYTES
                && memory.segment(offset).get(memory.index(offset) + RecordLayout.KIND) != RecordKind.PAD.code();
    }

    private long timestampMs(long position) {
        long offset = position % memory.capacityBytes();
        return memory.segment(offset).getLong(memory.index(offset) + RecordLayout.TIMESTAMP_MS);
    }

    /**
     * Looks at every place that a record can stand at, as a process does that takes the journal over.
     *
     * @throws InterruptedException while waiting for another look at a journal that may be in use
     */
    public JournalCheck check() throws IOException, InterruptedException {
        JournalCheck now = look();
        List<JournalCheck.Damage> lasting = new ArrayList<>(now.damage());
        for (int look = 1; look < LOOKS && entry.owner().mayWrite() && !lasting.isEmpty(); look++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MS);
            now = look();
            lasting.retainAll(now.damage());
        }
        return now.withDamage(lasting);
    }

    private JournalCheck look() throws IOException {
        HeaderPeek pages = peek();
        LastOpening last = pages.lastOpening();
        boolean isSameBoot = last.isSameBoot(Opener.current(""));
        JournalScan scan = JournalScan.of(
                memory,
                pages.commitPosition(),
                last.isClosed() ? OptionalLong.of(last.endPosition()) : OptionalLong.empty(),
                isSameBoot ? last.writtenEnd() : 0,
                isSameBoot);
        List<JournalCheck.Damage> damage = new ArrayList<>(PageFindings.of(pages, description, file.length()));
        long commit = peek().soundCommit();
        for (JournalScan.Run hole : scan.holes()) {
            // what was committed meanwhile has been given back, and may be written over
            if (hole.to() > commit) {
                damage.add(new JournalCheck.Damage(
                        "no sound record",
                        hole.from(),
                        FileLayout.PAGE_BYTES + hole.from() % description.capacityBytes(),
                        hole.to() - hole.from()));
            }
        }
        return JournalCheck.of(scan, damage);
    }

    /**
     * Shows the sound records that a check found, in their order, each in a window that is reused. Those that Kafka acknowledges
     * meanwhile may be left out.
     */
    public void forEach(JournalCheck found, Consumer<JournalRecord> action) throws IOException {
        JournalRecord item = new JournalRecord();
        for (JournalScan.Run run : found.runs()) {
            long at = run.from();
            while (at < run.to()) {
                long next = isRecord(at) ? show(at, item, action) : check.next(at);
                // written over: all up to the commit has been acknowledged, and stands nowhere any more
                at = next > at ? next : Math.max(peek().soundCommit(), at + STEP_BYTES);
            }
        }
    }

    /** Shows a copy of a record, checked on both sides of copying; returns its own position where it is there no more. */
    private long show(long position, JournalRecord item, Consumer<JournalRecord> action) {
        if (!check.isSound(position)) {
            return position;
        }
        long offset = position % memory.capacityBytes();
        int length = memory.segment(offset).getInt(memory.index(offset) + RecordLayout.LENGTH);
        if (length < RecordLayout.HEADER_BYTES || length > memory.bytesToSeam(offset)) {
            return position;
        }
        copy = copy.capacity() < length ? copyOf(length) : copy;
        copy.put(0, memory.segment(offset), memory.index(offset), length);
        if (!check.isSound(position)) {
            return position;
        }
        item.set(copy, 0, position);
        action.accept(item);
        return item.nextPosition();
    }

    /** The mapping lasts until its buffers are collected. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return "JournalView{" + entry.path() + '}';
    }
}
