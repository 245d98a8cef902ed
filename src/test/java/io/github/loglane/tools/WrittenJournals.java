package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalDirectory;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Journals of 1 MiB on the disk, written by the library, and closed after each test. */
final class WrittenJournals implements AfterEachCallback {

    private final Supplier<Path> directory;
    private final List<Journal> opened = new ArrayList<>();

    WrittenJournals(Supplier<Path> directory) {
        this.directory = directory;
    }

    Journal open(long epoch) throws IOException {
        Journal journal = new JournalDirectory(
                        directory.get(),
                        new JournalDirectory.Wanted("logs", "b:9092,a:9092", 1 << 20, 64 << 10, "web-1"),
                        new StatusReporter("test", (grade, line) -> {}))
                .open(epoch);
        opened.add(journal);
        journal.start("web-1");
        return journal;
    }

    static void append(Journal journal, RecordKind kind, byte[] body, boolean stamped) {
        RecordDraft draft = new RecordDraft()
                .begin(kind, Priority.HIGH, 1_700_000_000_000L)
                .worker(3)
                .body(body, body.length, stamped);
        assertThat(journal.append(draft, 0, null)).isEqualTo(AppendResult.APPENDED);
    }

    /** Events of these texts, not to be stamped. */
    static void append(Journal journal, String... texts) {
        for (String text : texts) {
            append(journal, RecordKind.EVENT, text.getBytes(StandardCharsets.UTF_8), false);
        }
    }

    /** Another value for one bit. */
    static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            int was = raw.read();
            raw.seek(at);
            raw.write(was ^ 1);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (Journal journal : opened) {
            journal.close(false);
        }
    }
}
