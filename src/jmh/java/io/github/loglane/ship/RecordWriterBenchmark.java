package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
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
import org.openjdk.jmh.annotations.Warmup;

/** A journal's record as Kafka's: key, header, and the body with epoch and seq. Records of several workers in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class RecordWriterBenchmark {

    private static final int BODY_BYTES = 450;
    private static final int RECORDS = 1_024;

    /** 0: a worker id that is a text; otherwise so many numbers. */
    @Param({"1", "8", "0"})
    public int workers;

    private final Journal journal = Journal.inMemory(1 << 20, 16 << 10, 0x123456789abcdefL);
    private final JournalRecord item = new JournalRecord();
    private final RecordWriter writer = new RecordWriter("logs", null);
    private long position;

    /** Fills the journal once; what is read is not committed, so it can be read again. */
    @Setup
    public void fill() {
        byte[] body = new byte[BODY_BYTES];
        Arrays.fill(body, (byte) 'x');
        body[0] = '{';
        body[BODY_BYTES - 1] = '}';
        RecordDraft draft = new RecordDraft();
        for (int i = 0; i < RECORDS; i++) {
            draft.begin(RecordKind.EVENT, Priority.HIGH, 1_795_389_894_123L);
            if (workers == 0) {
                draft.worker("checkout-worker-7".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else {
                draft.worker(1_000 + i % workers);
            }
            journal.append(draft.body(body, BODY_BYTES, true), 0, null);
        }
    }

    @Benchmark
    public ProducerRecord<byte[], byte[]> write() {
        if (!journal.read(position, item)) {
            position = 0;
            journal.read(position, item);
        }
        position = item.nextPosition();
        return writer.write(item, 0, item.timestampMs(), null);
    }
}
