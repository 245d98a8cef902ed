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
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Checksum and append of a finished body, while another thread reads and commits. A full ring makes the append wait. Mapped: to
 * a file in the directory for temporary files, with room made ahead of the writer by that other thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class JournalBenchmark {

    private static final int RECORD_BYTES = 500;
    private static final int MAX_RECORD_BYTES = 256 << 10;
    private static final int RECORDS_PER_TURN = 512;
    private static final long IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The journal and who empties it. */
    @State(Scope.Benchmark)
    public static class Ring {

        @Param({"MEMORY", "MAPPED"})
        public String memory;

        @Param("64")
        public int ringMiB;

        private Path directory;
        private Journal journal;
        private Thread drainer;
        private volatile boolean over;

        @Setup
        public void open() throws IOException {
            directory = Files.createTempDirectory("loglane-bench-");
            long ringBytes = (long) ringMiB << 20;
            journal = memory.equals("MAPPED")
                    ? mapped(directory, ringBytes)
                    : Journal.inMemory(ringBytes, MAX_RECORD_BYTES, 1);
            drainer = new Thread(this::drain, "drainer");
            drainer.start();
        }

        private static Journal mapped(Path directory, long ringBytes) throws IOException {
            JournalDirectory.Wanted wanted =
                    new JournalDirectory.Wanted("logs", "127.0.0.1:1", ringBytes, MAX_RECORD_BYTES, "bench");
            StatusReporter status = new StatusReporter("bench", (grade, line) -> System.err.println(line));
            Journal journal = new JournalDirectory(directory, wanted, status).open(1);
            journal.disk().start(1, "bench");
            return journal;
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
                    journal.disk().allocateAhead(journal.writePosition());
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

        @TearDown
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

    /** What one logging thread works with. */
    @State(Scope.Thread)
    public static class Caller {
        private final RecordDraft draft = new RecordDraft();
        private final byte[] body = new byte[RECORD_BYTES];

        /** Makes the body look like a JSON object. */
        @Setup
        public void fill() {
            Arrays.fill(body, (byte) 'x');
            body[0] = '{';
            body[RECORD_BYTES - 1] = '}';
        }
    }

    @Benchmark
    @Threads(1)
    public AppendResult append1(Ring ring, Caller caller) {
        return append(ring, caller);
    }

    @Benchmark
    @Threads(4)
    public AppendResult append4(Ring ring, Caller caller) {
        return append(ring, caller);
    }

    private static AppendResult append(Ring ring, Caller caller) {
        RecordDraft draft =
                caller.draft.begin(RecordKind.EVENT, Priority.HIGH, 1).worker(1);
        draft.body(caller.body, RECORD_BYTES, true);
        AppendResult result = ring.journal.append(draft, MAX_WAIT_NANOS, null);
        if (result != AppendResult.APPENDED) {
            throw new IllegalStateException("expecting: APPENDED, found: " + result);
        }
        return result;
    }
}
