package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.DropCause;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next process makes of a file whose process was killed, or lost its power, at an awkward moment. */
class RecoveryTest {

    private static final int SEGMENTS = 4;
    private static final int SEGMENT_BYTES = 4096;
    private static final int RING_BYTES = SEGMENTS * SEGMENT_BYTES;
    private static final int PAGE = FileLayout.PAGE_BYTES;

    @TempDir
    Path temporary;

    private SmallRing ring;

    @BeforeEach
    void makeRing() throws IOException {
        ring = new SmallRing(temporary.resolve("ring"), SEGMENTS, SEGMENT_BYTES);
    }

    private static ByteBuffer at(byte[] image, int offset) {
        return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).position(offset);
    }

    private static void appendAll(Journal journal, int count, String text) {
        for (int i = 0; i < count; i++) {
            assertThat(SmallRing.append(journal, text + i)).isEqualTo(AppendResult.APPENDED);
        }
    }

    private byte[] image() throws IOException {
        return Files.readAllBytes(ring.file());
    }

    @Test
    void commitCutShort_costsRepeatsAndNothingElse() throws IOException {
        Journal first = ring.open(10);
        appendAll(first, 4, "e");
        SmallRing.commit(first, 1);
        SmallRing.commit(first, 1);
        byte[] image = image();
        // killed in the third commit, which goes to the other page than the second: number and position, not the
        // checksum
        int torn = PAGE + RING_BYTES + FileLayout.COMMIT;
        long number = at(image, torn + 8).getLong();
        boolean isInTrailer = number < at(image, FileLayout.COMMIT + 8).getLong();
        torn = isInTrailer ? torn : FileLayout.COMMIT;
        at(image, torn + 8).putLong(at(image, torn + 8).getLong() + 2).putLong(first.writePosition());
        ring.leave(first, image);

        Journal second = ring.open(11);
        assertThat(SmallRing.read(second)).containsExactly("a-3 e2", "a-4 e3", "a-5 end");
        assertThat(ring.keptAside()).isEmpty();
        assertThat(ring.lines()).isEmpty();
        second.close(false);
    }

    @Test
    void killBeforeTheFirstRecord_leavesNoEpochToEnd() throws IOException {
        Journal first = ring.open(10);
        ring.kill(first);
        Journal second = ring.open(11);
        assertThat(second.disk().predecessor()).isNull();
        assertThat(second.usedBytes()).isZero();
        second.close(false);
    }

    @Test
    void killWhileTheLastSeqIsNoted_isToldByTheRecord() throws IOException {
        Journal first = ring.open(10);
        appendAll(first, 1, "e");
        byte[] before = image();
        first.drop(DropCause.FULL);
        first.drop(DropCause.FULL);
        appendAll(first, 1, "behind the gap ");
        byte[] image = image();
        int complement =
                FileLayout.lastSeqAt(at(image, FileLayout.OPENING_NUMBER).getInt()) + 8;
        at(image, complement).putLong(at(before, complement).getLong());
        ring.leave(first, image);

        Journal second = ring.open(11);
        assertThat(SmallRing.read(second)).containsExactly("a-1 e0", "a-4 behind the gap 0 gap 2-3;full=2", "a-5 end");
        second.close(false);
    }

    @Test
    void record_cannotBeAckedBeforeItsSeqIsNoted() throws Exception {
        Journal journal = ring.open(10);
        JournalFile file = journal.disk().file();
        CompletableFuture<Void> appends = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200_000; i++) {
                SmallRing.append(journal, "");
            }
        });
        JournalRecord item = new JournalRecord();
        boolean over = false;
        while (!over) {
            over = appends.isDone();
            while (journal.read(journal.commitPosition(), item)) {
                long seq = item.seq();
                assertThat(noted(file)).isGreaterThanOrEqualTo(seq);
                journal.commit(item.nextPosition());
            }
        }
        appends.join();
        journal.close(false);
    }

    /** Read again where the first look came between the two stores of a later one. */
    private static long noted(JournalFile file) {
        long seq = -1;
        while (seq < 0) {
            seq = file.lastOpening().lastSeq();
        }
        return seq;
    }

    @Test
    void commitAndGap_areNotedByTwoThreadsAtOnce() throws Exception {
        Journal journal = ring.open(10);
        appendAll(journal, 1, "e");
        CompletableFuture<Void> drops = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 300_000; i++) {
                journal.drop(DropCause.FULL);
            }
        });
        JournalFile file = journal.disk().file();
        long wrong = 0;
        while (!drops.isDone()) {
            journal.commit(journal.commitPosition());
            journal.commit(journal.commitPosition());
            HeaderPeek peek = HeaderPeek.at(ring.file());
            wrong += peek.header().isSound(FileLayout.COMMIT, FileLayout.COMMIT_BYTES) ? 0 : 1;
        }
        drops.join();
        assertThat(wrong).isZero();
        assertThat(file.lastOpening().gap().to()).isEqualTo(300_001);
        journal.close(false);
    }

    @Test
    void adoption_leavesTheDescriptionAlone() throws IOException {
        Journal first = ring.open(10);
        appendAll(first, 2, "e");
        ring.kill(first);
        JournalDirectory directory = ring.directory();
        Path elsewhere = ring.file().resolveSibling("0.hidden");
        Files.move(ring.file(), elsewhere);
        Journal own = directory.open(11);
        Files.move(elsewhere, ring.file().resolveSibling("1.journal"));
        Optional<Journal> adopted = directory.adopt(1, "");
        assertThat(adopted).isPresent();
        Journal orphan = adopted.get();
        assertThat(orphan.appendEndOf(orphan.disk().predecessor(), SmallRing.draft(RecordKind.END, "end")))
                .isTrue();
        assertThat(SmallRing.read(orphan)).containsExactly("a-1 e0", "a-2 e1", "a-3 end");
        assertThat(orphan.disk().file().isSoundAtBothEnds()).isTrue();
        orphan.close(false);
        assertThat(FileDescription.read(orphan.disk().path()).topic()).isEqualTo(SmallRing.TOPIC);
        own.close(false);
    }

    @Test
    void salvageCutShort_isAdoptedToo() throws IOException {
        Journal first = ring.open(10);
        appendAll(first, 2, "e");
        ring.kill(first);
        // killed between the two renames of a salvage
        Files.move(ring.file(), ring.file().resolveSibling("1.journal.new"));
        JournalDirectory directory = ring.directory();
        Journal own = directory.open(11);
        assertThat(own.disk().path()).hasFileName("1.journal");
        own.close(false);
        Files.move(ring.file().resolveSibling("1.journal"), ring.file().resolveSibling("1.journal.new"));
        Journal other = directory.open(12);
        assertThat(SmallRing.read(other)).startsWith("a-1 e0", "a-2 e1");
        other.close(false);
    }

    @Test
    void isOrphan_seesASalvageCutShort() throws IOException {
        JournalDirectory directory = ring.directory();
        Journal own = directory.open(11);
        SmallRing left = new SmallRing(temporary.resolve("left"), SEGMENTS, SEGMENT_BYTES);
        Journal first = left.open(10);
        appendAll(first, 2, "e");
        left.kill(first);
        Files.move(left.file(), ring.file().resolveSibling("1.journal.new"));
        assertThat(directory.isOrphan(1, "")).isTrue();
        Optional<Journal> adopted = directory.adopt(1, "");
        assertThat(adopted).isPresent();
        assertThat(SmallRing.read(adopted.get())).containsExactly("a-1 e0", "a-2 e1");
        adopted.get().close(false);
        own.close(false);
    }

    @Test
    void fileInTheMaking_isNoDamage() throws IOException {
        for (int bytes : new int[] {0, PAGE, PAGE + RING_BYTES + PAGE}) {
            Files.deleteIfExists(ring.file());
            Files.write(ring.file().resolveSibling("0.journal.new"), new byte[bytes]);
            Journal journal = ring.open(10);
            assertThat(journal.disk().path()).isEqualTo(ring.file().toRealPath());
            journal.close(false);
            assertThat(ring.lines()).isEmpty();
            assertThat(ring.names()).containsExactly("0.journal", "0.lock");
        }
    }

    @Test
    void bitFlippedInTheVersion_isDamageAndNoNewerVersion() throws IOException {
        Journal first = ring.open(10);
        appendAll(first, 2, "e");
        byte[] image = image();
        image[FileLayout.VERSION_AT] ^= 2;
        ring.leave(first, image);
        Journal second = ring.open(11);
        assertThat(second.disk().path()).hasFileName("0.journal");
        assertThat(SmallRing.read(second)).containsExactly("a-1 e0", "a-2 e1");
        assertThat(ring.keptAside()).hasSize(1);
        second.close(false);
    }

    @Test
    void staleCommitAfterAPowerFailure_hidesNoRecordOfALaterRound() throws IOException {
        Journal first = ring.open(10);
        byte[] atFirst = image();
        String body = "x".repeat(400);
        for (int i = 0; i < 100; i++) {
            appendAll(first, 1, body + i + "-");
            SmallRing.commit(first, first.usedBytes() > 2000 ? 1 : 0);
        }
        byte[] image = image();
        System.arraycopy(atFirst, 0, image, 0, PAGE);
        System.arraycopy(atFirst, PAGE + RING_BYTES, image, PAGE + RING_BYTES, PAGE);
        String[] pending = SmallRing.read(first).toArray(String[]::new);
        ring.leave(first, image);
        Journal second = ring.open(11);
        assertThat(pending).hasSizeGreaterThan(2);
        assertThat(SmallRing.read(second)).endsWith(pending);
        second.close(false);
    }

    @Test
    void staleCloseAfterAPowerFailure_hidesNoRecordOfTheNextEpoch() throws IOException {
        Journal first = ring.open(10);
        appendAll(first, 1, "x".repeat(3000));
        first.commit(first.writePosition());
        first.seal();
        first.appendEnd(SmallRing.draft(RecordKind.END, "end"));
        first.commit(first.writePosition());
        first.close(false);
        byte[] closed = image();
        at(closed, FileLayout.OPENING_BOOT).putLong(1);
        new HeaderPage(ByteBuffer.wrap(closed)).seal(FileLayout.OPENING, FileLayout.OPENING_BYTES);
        Journal second = ring.open(11);
        appendAll(second, 5, "y".repeat(1300));
        byte[] image = image();
        // both ends of the file, and the page with the second epoch's first records, were not written back
        System.arraycopy(closed, 0, image, 0, 2 * PAGE);
        System.arraycopy(closed, PAGE + RING_BYTES, image, PAGE + RING_BYTES, PAGE);
        ring.leave(second, image);
        Journal third = ring.open(12);
        assertThat(SmallRing.read(third))
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .startsWith("b-5 ");
        third.close(false);
    }

    @Test
    void salvage_hasRoomForAllAlsoBetweenOtherSeams() throws IOException {
        Journal first = ring.open(10);
        // a small record at a segment's very end, then two in each: from a segment's beginning on they take more room
        appendRecords(first, 2024, 2000, 72, 2048, 2048, 2048, 2048, 2048);
        SmallRing.commit(first, 2);
        appendRecords(first, 2048, 2048, 1600);
        String[] pending = SmallRing.read(first).toArray(String[]::new);
        byte[] image = image();
        Arrays.fill(image, PAGE + RING_BYTES, image.length, (byte) 0);
        ring.leave(first, image);
        Journal second = ring.open(11);
        assertThat(pending).hasSize(9);
        assertThat(SmallRing.read(second)).containsExactly(pending);
        second.close(false);
    }

    private static void appendRecords(Journal journal, int... bytes) {
        for (int length : bytes) {
            appendAll(journal, 1, "r".repeat(length - RecordLayout.HEADER_BYTES - 1));
        }
    }

    @Test
    void interruptedThread_opensAsAnyOther() throws IOException {
        Journal first = ring.open(10);
        appendAll(first, 1, "e");
        ring.kill(first);
        Thread.currentThread().interrupt();
        Journal second;
        try {
            second = ring.open(11);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(SmallRing.read(second)).containsExactly("a-1 e0", "a-2 end");
        second.close(false);
    }

    @Test
    void fileCutAndGrownUnderTheReader_showsNoBadRecord() throws IOException {
        Journal journal = ring.open(10);
        appendAll(journal, 3, "x".repeat(2500));
        try (RandomAccessFile file = new RandomAccessFile(ring.file().toFile(), "rw")) {
            file.setLength(PAGE + SEGMENT_BYTES);
            file.setLength(PAGE + RING_BYTES + PAGE);
        }
        assertThat(SmallRing.read(journal)).hasSize(1);
        assertThat(journal.disk().failure())
                .hasMessageContaining("expecting: the record appended to")
                .hasMessageContaining("the file was changed");
        journal.close(false);
    }
}
