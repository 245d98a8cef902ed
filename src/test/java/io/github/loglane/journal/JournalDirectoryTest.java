package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.status.DropCause;
import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDirectoryTest {

    private static final long MIB = 1 << 20;

    @TempDir
    Path temporary;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final StatusReporter status = new StatusReporter("test", (grade, line) -> lines.add(grade + " " + line));
    private final List<Journal> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Journal journal : opened) {
            journal.close(false);
        }
    }

    private JournalDirectory directory(String topic, long journalBytes) {
        return new JournalDirectory(
                temporary.resolve("journals"),
                new JournalDirectory.Wanted(topic, "b:9092, A:9092", journalBytes, 64 << 10, "web-1"),
                status);
    }

    private Journal open(long epoch) throws IOException {
        return start(directory("logs", MIB).open(epoch));
    }

    private Journal start(Journal journal) {
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

    private static List<String> read(Journal journal) {
        List<String> found = new ArrayList<>();
        JournalRecord item = new JournalRecord();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            byte[] body = new byte[item.bodyBytes()];
            item.copyBody(body, 0, body.length);
            found.add(RecordId.epochText(item.epoch()) + "-" + item.seq() + " "
                    + new String(body, StandardCharsets.UTF_8));
            at = item.nextPosition();
        }
        return found;
    }

    /** What a kill leaves: the file as it is, with nothing said to it. */
    private void kill(Journal journal) throws IOException {
        Path file = journal.disk().path();
        Path image = temporary.resolve("image");
        Files.copy(file, image);
        journal.close(false);
        Files.move(image, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void files_areForTheOwnerOnly() throws IOException {
        Journal journal = open(1);
        Path file = journal.disk().path();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling("0.lock"))))
                .isEqualTo("rw-------");
        assertThat(Files.size(file)).isEqualTo(FileLayout.fileBytes(MIB));
    }

    @Test
    void restartAfterKill_goesOnBehindUnderOldIds() throws IOException {
        Journal first = open(10);
        append(first, "one", "two", "three");
        JournalRecord item = new JournalRecord();
        assertThat(first.read(first.commitPosition(), item)).isTrue();
        first.commit(item.nextPosition());
        kill(first);

        Journal second = open(11);
        assertThat(second.disk().path()).isEqualTo(first.disk().path());
        Predecessor predecessor = second.disk().predecessor();
        assertThat(predecessor.epoch()).isEqualTo(10);
        assertThat(second.appendEndOf(predecessor, draft("end"))).isTrue();
        append(second, "four");
        assertThat(read(second)).containsExactly("a-2 two", "a-3 three", "a-4 end", "b-1 four");
    }

    @Test
    void gapOfTheKilled_isInItsEnd() throws IOException {
        Journal first = open(10);
        append(first, "one");
        first.drop(DropCause.ENCODE_FAILED);
        first.drop(DropCause.FULL);
        kill(first);

        Journal second = open(11);
        assertThat(second.appendEndOf(second.disk().predecessor(), draft("end")))
                .isTrue();
        JournalRecord item = new JournalRecord();
        assertThat(second.read(second.commitPosition(), item)).isTrue();
        assertThat(second.read(item.nextPosition(), item)).isTrue();
        assertThat(item.seq()).isEqualTo(4);
        assertThat(item.gap()).hasToString("2-3;full=1;encodeFailed=1");
    }

    @Test
    void cleanClose_leavesNothingToEnd() throws IOException {
        Journal first = open(10);
        append(first, "one");
        first.seal();
        assertThat(first.appendEnd(draft("end"))).isTrue();
        first.commit(first.writePosition());
        first.close(false);

        Journal second = open(11);
        assertThat(second.disk().predecessor()).isNull();
        assertThat(second.usedBytes()).isZero();
        append(second, "two");
        assertThat(read(second)).containsExactly("b-1 two");
    }

    @Test
    void crashLoop_needsOneSlot() throws IOException {
        for (int i = 1; i <= 1000; i++) {
            Journal journal = start(directory("logs", MIB).open(i));
            if (journal.disk().predecessor() != null) {
                assertThat(journal.appendEndOf(journal.disk().predecessor(), draft("end")))
                        .isTrue();
            }
            append(journal, "event");
            journal.commit(journal.writePosition());
            kill(journal);
        }
        try (Stream<Path> files = Files.list(temporary.resolve("journals"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("0.journal", "0.lock");
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void twoOpenJournals_haveTwoSlots() throws IOException {
        assertThat(open(1).disk().path()).hasFileName("0.journal");
        assertThat(open(2).disk().path()).hasFileName("1.journal");
        assertThat(start(directory("other", MIB).open(3)).disk().path()).hasFileName("2.journal");
    }

    @Test
    void tooManyProcesses_areToldSo() throws IOException {
        for (int i = 1; i <= JournalDirectory.MAX_SLOTS; i++) {
            open(i);
        }
        assertThatThrownBy(() -> open(9))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expecting: a free slot of 8 in ");
    }

    @Test
    void flippedBit_costsOneRecordAndIsTold() throws IOException {
        Journal first = open(10);
        append(first, "one", "two", "three");
        kill(first);
        Path file = first.disk().path();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            long at = FileLayout.PAGE_BYTES + 72 + 65; // within the second record
            raw.seek(at);
            int was = raw.read();
            raw.seek(at);
            raw.write(was ^ 1);
        }
        Journal second = open(11);
        assertThat(second.disk().predecessor()).isNull();
        assertThat(read(second)).containsExactly("a-1 one", "a-3 three");
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("ERROR loglane test: a damaged journal is kept as ");
        assertThat(lines.get(0)).contains("positions 72-144; 2 records are sound");
    }

    @Test
    void foreignFile_isSetAside() throws IOException {
        Files.createDirectories(temporary.resolve("journals"));
        Files.writeString(temporary.resolve("journals/0.journal"), "not ours\n".repeat(5000));
        Journal journal = open(1);
        assertThat(journal.disk().path()).hasFileName("0.journal");
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("damaged").contains("no sound description");
    }

    @Test
    void newerVersion_isLeftAlone() throws IOException {
        Journal first = open(1);
        Path file = first.disk().path();
        first.close(false);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (long page : new long[] {0, FileLayout.PAGE_BYTES + MIB}) {
                raw.seek(page + FileLayout.VERSION_AT);
                raw.write(FileLayout.VERSION + 1);
            }
        }
        assertThat(open(2).disk().path()).hasFileName("1.journal");
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("has journal version 2, this library reads up to version 1");
    }
}
