package io.github.loglane.bench;

import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.RecordDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

    /** The journal and who empties it. */
    @State(Scope.Benchmark)
    public static class Ring {

        @Param({"MEMORY", "MAPPED"})
        public String memory;

        @Param("64")
        public int ringMiB;

        private DrainedJournal journal;

        @Setup
        public void open() throws IOException {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            journal = new DrainedJournal(DrainedJournal.Memory.valueOf(memory), temporary, ringMiB);
        }

        @TearDown
        public void close() throws IOException, InterruptedException {
            journal.close();
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
    @Threads(2)
    public AppendResult append2(Ring ring, Caller caller) {
        return append(ring, caller);
    }

    @Benchmark
    @Threads(4)
    public AppendResult append4(Ring ring, Caller caller) {
        return append(ring, caller);
    }

    @Benchmark
    @Threads(16)
    public AppendResult append16(Ring ring, Caller caller) {
        return append(ring, caller);
    }

    @Benchmark
    @Threads(64)
    public AppendResult append64(Ring ring, Caller caller) {
        return append(ring, caller);
    }

    private static AppendResult append(Ring ring, Caller caller) {
        return ring.journal.append(caller.draft, caller.body);
    }
}
