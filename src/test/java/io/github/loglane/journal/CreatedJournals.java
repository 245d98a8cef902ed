package io.github.loglane.journal;

import io.github.loglane.status.StatusReporter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The main class of a process that makes one journal after the other, in directories {@code 0}, {@code 1} and so on, and writes to
 * each until its file is allocated to the end, until it is killed. After each append that returned it adds a byte to {@code
 * <n>.notes}.
 */
final class CreatedJournals {

    static final long JOURNAL_BYTES = 6 << 20;
    private static final int BODY_BYTES = 60_000;
    private static final int RECORDS = 90;

    private CreatedJournals() {}

    public static void main(String[] args) throws IOException {
        System.out.println("begin");
        for (int number = 0; ; number++) {
            write(Path.of(args[0]), number);
        }
    }

    private static void write(Path parent, int number) throws IOException {
        StatusReporter status = new StatusReporter("created", (grade, line) -> System.out.println(grade + " " + line));
        Journal journal = directory(parent, number, status).open(number + 1L);
        journal.start("host");
        try (OutputStream notes = new FileOutputStream(notesOf(parent, number).toFile())) {
            for (int i = 1; i <= RECORDS; i++) {
                AppendResult result = journal.append(draft(i), 0, null);
                if (result != AppendResult.APPENDED) {
                    throw new IllegalStateException("expecting: room for " + RECORDS + ", found: " + result);
                }
                notes.write('.');
            }
        }
        journal.close(false);
    }

    private static RecordDraft draft(int number) {
        byte[] body = new byte[BODY_BYTES];
        Arrays.fill(body, (byte) number);
        return new RecordDraft()
                .begin(RecordKind.EVENT, Priority.HIGH, number)
                .worker(number)
                .body(body, body.length, false);
    }

    static JournalDirectory directory(Path parent, int number, StatusReporter status) {
        JournalDirectory.Wanted wanted = new JournalDirectory.Wanted("logs", "a:9092", JOURNAL_BYTES, 64 << 10, "host");
        return new JournalDirectory(parent.resolve(String.valueOf(number)), wanted, status);
    }

    private static Path notesOf(Path parent, int number) {
        return parent.resolve(number + ".notes");
    }

    static int noted(Path parent, int number) throws IOException {
        return Files.exists(notesOf(parent, number)) ? (int) Files.size(notesOf(parent, number)) : 0;
    }
}
