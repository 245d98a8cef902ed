package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kill between two stores leaves in a file's header is no damage; what damage leaves is no torn store. */
class TornStoresTest {

    private static final long MIB = 1 << 20;
    private static final long CAPACITY = MIB;

    @TempDir
    Path temporary;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Journal> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Journal journal : opened) {
            journal.close(false);
        }
    }

    private JournalDirectory directory() {
        JournalDirectory.Wanted wanted = new JournalDirectory.Wanted("logs", "a:9092", MIB, 64 << 10, "web-1");
        return new JournalDirectory(
                temporary.resolve("journals"),
                wanted,
                new StatusReporter("test", (grade, line) -> lines.add(grade + " " + line)));
    }

    private Journal open(long epoch) throws IOException {
        Journal journal = directory().open(epoch);
        opened.add(journal);
        journal.start("web-1");
        return journal;
    }

    private static RecordDraft draft(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new RecordDraft()
                .begin(RecordKind.EVENT, Priority.HIGH, 5)
                .worker(3)
                .body(body, body.length, false);
    }

    private static void append(Journal journal, String... texts) {
        for (String text : texts) {
            assertThat(journal.append(draft(text), 0, null)).isEqualTo(AppendResult.APPENDED);
        }
    }

    private static List<Long> seqs(Journal journal) {
        List<Long> found = new ArrayList<>();
        JournalRecord item = new JournalRecord();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            found.add(item.seq());
            at = item.nextPosition();
        }
        return found;
    }

    private static void commitOne(Journal journal) {
        JournalRecord item = new JournalRecord();
        assertThat(journal.read(journal.commitPosition(), item)).isTrue();
        journal.commit(item.nextPosition());
    }

    private void kill(Journal journal) throws IOException {
        Path image = temporary.resolve("image");
        Files.copy(journal.disk().path(), image);
        journal.close(false);
        Files.move(image, journal.disk().path(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void store(Path file, long at, long value) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }
    }

    private static long load(Path file, long at) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "r")) {
            raw.seek(at);
            return Long.reverseBytes(raw.readLong());
        }
    }

    /** Where the older of the two commits stands, which the next one goes over. */
    private static long olderCommit(Path file) throws IOException {
        long inTrailer = FileLayout.PAGE_BYTES + CAPACITY;
        boolean isTrailers = load(file, inTrailer + FileLayout.COMMIT_NUMBER) < load(file, FileLayout.COMMIT_NUMBER);
        return isTrailers ? inTrailer : 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tornCommit_isNoDamage(int stores) throws IOException {
        Journal first = open(10);
        append(first, "one", "two", "three", "four");
        commitOne(first);
        commitOne(first);
        kill(first);
        Path file = first.disk().path();
        long page = olderCommit(file);
        store(file, page + FileLayout.COMMIT_NUMBER, load(file, page + FileLayout.COMMIT_NUMBER) + 2);
        if (stores > 1) {
            store(file, page + FileLayout.COMMIT_POSITION, first.writePosition());
        }
        Journal second = open(11);
        assertThat(lines).isEmpty();
        assertThat(seqs(second)).containsExactly(3L, 4L);
        assertThat(second.disk().predecessor().endSeq()).isEqualTo(5);
    }

    /** The newest commit's checksum is gone, and what was before it is overwritten: as if a commit were torn, but it was made. */
    @Test
    void damagedCommit_thatLooksTorn_losesNothing() throws IOException {
        Journal first = open(10);
        long records = 0;
        while (first.append(draft("x".repeat(1000)), 0, null) == AppendResult.APPENDED) {
            records++;
        }
        first.commit(first.writePosition());
        for (int i = 0; i < 100; i++) {
            append(first, "y".repeat(1000));
        }
        kill(first);
        Path file = first.disk().path();
        long newest = olderCommit(file) == 0 ? FileLayout.PAGE_BYTES + CAPACITY : 0;
        store(file, newest + FileLayout.COMMIT, 0);
        Journal second = open(11);
        // seqs up to the one that found no room are before them
        assertThat(seqs(second)).hasSizeGreaterThanOrEqualTo(100).endsWith(records + 101);
    }

    @Test
    void adopterThatIsKilled_leavesTheFilesDescription() throws IOException {
        Journal first = open(10);
        append(first, "one", "two");
        JournalDirectory sibling = directory();
        opened.add(sibling.open(12));
        kill(first);

        Journal adopted = sibling.adopt(0, "").orElseThrow();
        opened.add(adopted);
        assertThat(adopted.appendEndOf(adopted.disk().predecessor(), draft("end")))
                .isTrue();
        kill(adopted);
        Path file = adopted.disk().path();
        assertThat(load(file, FileLayout.MAGIC_AT)).isEqualTo(FileLayout.MAGIC);
        Journal again = sibling.adopt(0, "").orElseThrow();
        opened.add(again);
        assertThat(seqs(again)).containsExactly(1L, 2L, 3L);
        assertThat(again.disk().predecessor()).isNull();
        assertThat(again.epoch()).as("what it holds is nobody's own").isZero();
        assertThat(lines).isEmpty();
    }

    @Test
    void gapsNotedBesideCommits_spoilNoChecksum() throws Exception {
        Path path = Files.createFile(temporary.resolve("file"));
        JournalFile file = JournalFile.create(path, FileDescription.of(MIB, "logs", "a:9092"));
        PendingGap gap = new PendingGap();
        Thread appender = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                file.gap(1, gap);
            }
        });
        appender.start();
        try {
            int spoilt = 0;
            for (int i = 1; i <= 500_000; i++) {
                file.commit(i * 8L);
                spoilt += file.commitPosition().isPresent() ? 0 : 1;
            }
            assertThat(spoilt).isZero();
        } finally {
            appender.interrupt();
            appender.join();
            file.close();
        }
    }
}
