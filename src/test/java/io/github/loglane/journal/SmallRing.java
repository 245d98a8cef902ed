package io.github.loglane.journal;

import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A directory with one journal of a few KiB in several segments, so that seams and wraps are frequent; opened and killed. */
final class SmallRing {

    static final String TOPIC = "logs";
    static final String SERVERS = "a:9092";
    static final String HOST = "web-1";

    private final Path directory;
    private final FileDescription description;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    SmallRing(Path directory, int segments, int segmentBytes) throws IOException {
        this.directory = directory;
        this.description = new FileDescription(
                (long) segments * segmentBytes, segmentBytes, 1, TOPIC, FileDescription.targetOf(SERVERS));
        Files.createDirectories(directory);
        JournalFile.create(file(), description).close();
    }

    /** On a memory disk where there is one: to force a real one takes most of the time of tests that open thousands of journals. */
    static Path fastDirectory() throws IOException {
        Path memory = Path.of("/dev/shm");
        Path directory = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "loglane")
                : Files.createTempDirectory("loglane");
        directory.toFile().deleteOnExit();
        return directory;
    }

    Path file() {
        return directory.resolve("0.journal");
    }

    JournalDirectory directory() {
        StatusReporter status = new StatusReporter("ring", (grade, line) -> lines.add(grade + " " + line));
        return new JournalDirectory(
                directory, new JournalDirectory.Wanted(TOPIC, SERVERS, description.capacityBytes(), 64, HOST), status);
    }

    /** Opens as a process does, and ends the epoch before it where that is due. */
    Journal open(long epoch) throws IOException {
        Journal journal = directory().open(epoch);
        Predecessor predecessor = journal.disk().predecessor();
        if (predecessor != null && !journal.appendEndOf(predecessor, draft(RecordKind.END, "end"))) {
            journal.goOnAs(predecessor);
        } else {
            journal.start(HOST);
        }
        return journal;
    }

    /** What a kill leaves: the file as it is now, with nothing said to it, and the slot free. */
    void kill(Journal journal) throws IOException {
        leave(journal, Files.readAllBytes(journal.disk().path()));
    }

    /** Leaves {@code image} as the file's content, and the slot free. */
    void leave(Journal journal, byte[] image) throws IOException {
        journal.close(false);
        Path copy = Files.write(directory.resolve("image"), image);
        Files.move(copy, file(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lines reported so far. */
    List<String> lines() {
        return lines;
    }

    List<Path> keptAside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("0.journal.damaged-"))
                    .toList();
        }
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    void delete() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    static RecordDraft draft(RecordKind kind, String text) {
        return draft(kind, Priority.HIGH, text.getBytes(StandardCharsets.UTF_8));
    }

    static RecordDraft draft(RecordKind kind, Priority priority, byte[] body) {
        return new RecordDraft().begin(kind, priority, 5).worker(3).body(body, body.length, false);
    }

    static AppendResult append(Journal journal, String text) {
        return journal.append(draft(RecordKind.EVENT, text), 0, null);
    }

    /** All that is not committed: {@code epoch-seq body}, and the gap where there is one. */
    static List<String> read(Journal journal) {
        List<String> found = new ArrayList<>();
        JournalRecord item = new JournalRecord();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            found.add(text(item));
            at = item.nextPosition();
        }
        return found;
    }

    static String text(JournalRecord item) {
        byte[] body = new byte[item.bodyBytes()];
        item.copyBody(body, 0, body.length);
        return RecordId.epochText(item.epoch()) + "-" + item.seq() + " "
                + brief(new String(body, StandardCharsets.ISO_8859_1))
                + (item.gap() == null ? "" : " gap " + item.gap());
    }

    /** So that a failing test can be read. */
    static String brief(String body) {
        return body.length() <= 24
                ? body
                : body.substring(0, 16) + "..." + body.length() + "#" + Integer.toHexString(body.hashCode());
    }

    static void commit(Journal journal, int records) {
        JournalRecord item = new JournalRecord();
        long at = journal.commitPosition();
        for (int i = 0; i < records && journal.read(at, item); i++) {
            at = item.nextPosition();
        }
        journal.commit(at);
    }
}
