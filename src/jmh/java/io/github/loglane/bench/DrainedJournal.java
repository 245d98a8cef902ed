package io.github.loglane.bench;

import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalDirectory;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A journal that one thread reads, commits and makes room in, as the shipper does, but without Kafka. {@link #append} from any
 * thread.
 */
final class DrainedJournal implements AutoCloseable {

    /** Which memory the ring is in. */
    enum Memory {
        MEMORY,
        MAPPED
    }

    private static final int MAX_RECORD_BYTES = 256 << 10;
    private static final int RECORDS_PER_TURN = 512;
    private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path directory;
    private final Journal journal;
    private final Thread drainer = new Thread(this::drain, "drainer");
    private volatile boolean over;

    /** @param parent where a mapped journal's directory is made */
    DrainedJournal(Memory memory, Path parent, int ringMiB) throws IOException {
        directory = Files.createTempDirectory(parent, "loglane-bench-");
        long ringBytes = (long) ringMiB << 20;
        journal = memory == Memory.MAPPED
                ? mapped(directory, ringBytes)
                : Journal.inMemory(ringBytes, MAX_RECORD_BYTES, 1);
        while (journal.allocateSome()) {
            // as the shipper does before it ships
        }
        drainer.start();
    }

    private static Journal mapped(Path directory, long ringBytes) throws IOException {
        JournalDirectory.Wanted wanted =
                new JournalDirectory.Wanted("logs", "127.0.0.1:1", ringBytes, MAX_RECORD_BYTES, "bench");
        StatusReporter status = new StatusReporter("bench", (grade, line) -> System.err.println(line));
        Journal journal = new JournalDirectory(directory, wanted, status).open(1);
        journal.start("bench");
        return journal;
    }

    /** Checksum and append of a finished body; waits where the ring is full. */
    AppendResult append(RecordDraft draft, byte[] body) {
        draft.begin(RecordKind.EVENT, Priority.HIGH, 1).worker(1);
        draft.body(body, body.length, true);
        AppendResult result = journal.append(draft, MAX_WAIT_NANOS, null);
        if (result != AppendResult.APPENDED) {
            throw new IllegalStateException("expecting: APPENDED, found: " + result);
        }
        return result;
    }

    private void drain() {
        try {
            drainUntilOver();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private void drainUntilOver() throws IOException {
        JournalRecord item = new JournalRecord();
        long position = 0;
        while (!over) {
            if (journal.disk() != null) {
                journal.disk().prepareAhead(position, journal.writePosition(), System.nanoTime());
            }
            long end = position;
            for (int i = 0; i < RECORDS_PER_TURN && journal.read(end, item); i++) {
                end = item.nextPosition();
            }
            if (end == position) {
                LockSupport.parkNanos(IDLE_NANOS);
            } else {
                journal.commit(end);
                position = end;
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        over = true;
        drainer.join();
        journal.close(false);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
