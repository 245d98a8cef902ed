package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.DropCause;
import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journals of each version that was ever released, or will be, are read as they were written. The samples are kept as they are:
 * a change of the format gets a new version, a new sample by {@link #main}, and a new entry here.
 */
class OldVersionTest {

    /** By version: what waits in {@code journal-v<version>.bin}. */
    private static final Map<Integer, List<String>> SAMPLES = Map.of(
            1,
            List.of(
                    "EVENT a-3 7 number 3 stamped {\"n\":3}",
                    "EVENT a-6 7 text größe {\"n\":6} gap 4-5;full=1;encodeFailed=1",
                    "END a-7 7 text größe end",
                    "BEGIN b-1 7 number 3 stamped {\"b\":1}",
                    "DROP b-2 7 number -9 stamped {\"b\":2} gap 2-2;shed=1",
                    "EVENT b-3 7 number 3 stamped {\"x\":\"" + "x".repeat(3000) + "\"}",
                    "EVENT b-4 7 number 3 stamped {\"y\":\"" + "y".repeat(3000) + "\"}"));

    @TempDir
    Path temporary;

    @Test
    void everyVersion_hasASample() {
        assertThat(SAMPLES).hasSize(FileLayout.VERSION);
    }

    @Test
    void samples_areReadAsTheyWereWritten() throws IOException {
        for (Map.Entry<Integer, List<String>> sample : SAMPLES.entrySet()) {
            Path directory = Files.createDirectory(temporary.resolve("v" + sample.getKey()));
            try (InputStream file = OldVersionTest.class.getResourceAsStream("journal-v" + sample.getKey() + ".bin")) {
                Files.copy(file, directory.resolve("0.journal"));
            }
            List<String> lines = new ArrayList<>();
            Journal journal = new JournalDirectory(
                            directory,
                            new JournalDirectory.Wanted(SmallRing.TOPIC, SmallRing.SERVERS, 16 << 10, 64, "web-2"),
                            new StatusReporter("sample", (grade, line) -> lines.add(line)))
                    .open(12);
            assertThat(read(journal)).isEqualTo(sample.getValue());
            assertThat(journal.disk().file().clusterId()).isEqualTo("cluster-1");
            journal.close(false);
            assertThat(lines).isEmpty();
        }
    }

    private static List<String> read(Journal journal) {
        List<String> found = new ArrayList<>();
        JournalRecord item = new JournalRecord();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            byte[] body = new byte[item.bodyBytes()];
            item.copyBody(body, 0, body.length);
            String worker = item.hasWorkerNumber()
                    ? "number " + item.worker()
                    : "text " + new String(item.workerText(), StandardCharsets.UTF_8);
            found.add(item.kind() + " " + RecordId.epochText(item.epoch()) + "-" + item.seq() + " "
                    + item.timestampMs() + " " + worker + (item.isStamped() ? " stamped " : " ")
                    + new String(body, StandardCharsets.UTF_8)
                    + (item.gap() == null ? "" : " gap " + item.gap()));
            at = item.nextPosition();
        }
        return found;
    }

    /** Writes the sample of the present version: {@code main(new String[] {file})}. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("sample");
        SmallRing ring = new SmallRing(directory, 4, FileLayout.PAGE_BYTES);
        Journal first = ring.open(10);
        first.disk().clusterId("cluster-1");
        first.append(draft(RecordKind.BEGIN, "{\"n\":1}").worker(3), 0, null);
        for (int i = 2; i <= 3; i++) {
            first.append(body(draft(RecordKind.EVENT, "").worker(3), "{\"n\":" + i + "}", true), 0, null);
        }
        SmallRing.commit(first, 2);
        first.drop(DropCause.FULL);
        first.drop(DropCause.ENCODE_FAILED);
        byte[] text = "größe".getBytes(StandardCharsets.UTF_8);
        first.append(body(draft(RecordKind.EVENT, "").worker(text), "{\"n\":6}", false), 0, null);
        first.seal();
        first.appendEnd(body(draft(RecordKind.END, "").worker(text), "end", false));
        first.close(false);
        Journal second = ring.open(11);
        second.append(body(draft(RecordKind.BEGIN, "").worker(3), "{\"b\":1}", true), 0, null);
        second.drop(DropCause.SHED);
        second.appendDrop(body(draft(RecordKind.DROP, "").worker(-9), "{\"b\":2}", true));
        // two that do not fit into one segment: a pad stands between them
        for (String letter : List.of("x", "y")) {
            String body = "{\"" + letter + "\":\"" + letter.repeat(3000) + "\"}";
            second.append(body(draft(RecordKind.EVENT, "").worker(3), body, true), 0, null);
        }
        byte[] image = Files.readAllBytes(ring.file());
        PageDisk.haveAnotherBoot(image);
        Files.write(Path.of(args[0]), image);
        second.close(false);
        ring.delete();
    }

    private static RecordDraft draft(RecordKind kind, String body) {
        return body(new RecordDraft().begin(kind, Priority.HIGH, 7), body, false);
    }

    private static RecordDraft body(RecordDraft draft, String body, boolean stamped) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return draft.body(bytes, bytes.length, stamped);
    }
}
