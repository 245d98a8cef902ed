package io.github.loglane.bench;

import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Worker;
import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.log4j2.EventViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
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
import org.openjdk.jmh.annotations.Warmup;

/** What an event costs by the size of its record's body: to encode, and to append. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-DWORKER_ID=3")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SizeBenchmark {

    private static final int RING_MIB = 64;

    @Param({"300", "1000", "4000", "16000", "64000"})
    public int bodyBytes;

    private final EventViews views = new EventViews();
    private final JsonEncoder encoder = new JsonEncoder(EncoderSettings.of(ShippedTemplate.HOSTNAME));
    private final Worker worker = Worker.of(3);
    private final RecordBuffer buffer = new RecordBuffer(EncoderSettings.DEFAULT_RECORD_BYTES);
    private final RecordDraft draft = new RecordDraft();
    private LogEvent event;
    private byte[] body;
    private DrainedJournal journal;

    /** Makes the message so long that the body has the size that is asked for. */
    @Setup
    public void fill() throws IOException {
        event = event("");
        encode();
        event = event(text(bodyBytes - buffer.length()));
        encode();
        if (buffer.length() != bodyBytes) {
            throw new IllegalStateException("expecting: " + bodyBytes + " bytes, found: " + buffer.length());
        }
        body = Arrays.copyOf(buffer.array(), bodyBytes);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        journal = new DrainedJournal(DrainedJournal.Memory.MEMORY, temporary, RING_MIB);
    }

    @TearDown
    public void close() throws IOException, InterruptedException {
        journal.close();
    }

    private static LogEvent event(String text) {
        return Log4jLogEvent.newBuilder()
                .setTimeMillis(1_795_390_000_123L)
                .setLevel(Level.INFO)
                .setLoggerName(Log4jSink.LOGGER)
                .setThreadName(Load.THREAD_NAME + 7)
                .setMessage(new SimpleMessage(text))
                .build();
    }

    private static String text(int chars) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < chars; i++) {
            text.append(Payload.text(i));
        }
        return text.substring(0, chars);
    }

    @Benchmark
    public int encode() {
        buffer.clear();
        encoder.encode(views.of(event), worker, buffer);
        return buffer.length();
    }

    @Benchmark
    public AppendResult append() {
        return journal.append(draft, body);
    }
}
