package io.github.loglane.bench;

import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Worker;
import io.github.loglane.log4j2.EventViews;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.StringMap;
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

/** The same bytes by the default encoder and by JsonTemplateLayout with the event template of the jar. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-DWORKER_ID=3")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EncoderBenchmark {

    private static final int CONTEXT_ENTRIES = 10;
    private static final int FRAMES = 50;

    /** What the event has beside its message. */
    public enum Shape {
        PLAIN,
        CONTEXT_10,
        EXCEPTION_50
    }

    @Param
    public Shape shape;

    private final EventViews views = new EventViews();
    private LogEvent event;
    private final Worker worker = Worker.of(3);
    private JsonEncoder encoder;
    private final RecordBuffer buffer = new RecordBuffer(EncoderSettings.DEFAULT_RECORD_BYTES);
    private JsonTemplateLayout layout;
    private final Destination destination = new Destination();

    @Setup
    public void setUp() {
        encoder = new JsonEncoder(EncoderSettings.of(ShippedTemplate.HOSTNAME));
        layout = ShippedTemplate.layout();
        event = event(shape);
        loglane();
        String ours = new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8);
        String theirs = layout.toSerializable(event);
        if (!ours.equals(theirs)) {
            throw new IllegalStateException("expecting: " + theirs + ", found: " + ours);
        }
    }

    static LogEvent event(Shape shape) {
        StringMap context = ContextDataFactory.createContextData();
        for (int i = 0; shape == Shape.CONTEXT_10 && i < CONTEXT_ENTRIES; i++) {
            context.putValue("tenant.attribute." + i, "value number " + i);
        }
        return Log4jLogEvent.newBuilder()
                .setTimeMillis(1_795_390_000_123L)
                .setLevel(Level.INFO)
                .setLoggerName("com.example.shop.OrderService")
                .setThreadName("http-nio-8080-exec-7")
                .setMessage(new SimpleMessage(Payload.text(7)))
                .setContextData(context)
                .setThrown(shape == Shape.EXCEPTION_50 ? exception() : null)
                .build();
    }

    private static Exception exception() {
        Exception exception = new IllegalStateException("order 4711 is in state CANCELLED");
        StackTraceElement[] frames = new StackTraceElement[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            frames[i] =
                    new StackTraceElement("com.example.shop.layer" + i + ".Handler", "handle", "Handler.java", 40 + i);
        }
        exception.setStackTrace(frames);
        return exception;
    }

    @Benchmark
    public int loglane() {
        buffer.clear();
        encoder.encode(views.of(event), worker, buffer);
        return buffer.length();
    }

    /** By the way that Log4j's own appenders take to write without garbage. */
    @Benchmark
    public int jsonTemplateLayout() {
        destination.buffer.clear();
        layout.encode(event, destination);
        return destination.buffer.position();
    }

    /** By the way that log4j-core's Kafka appender takes. */
    @Benchmark
    public byte[] jsonTemplateLayoutToArray() {
        return layout.toByteArray(event);
    }

    /** Room for any event here. */
    private static final class Destination implements ByteBufferDestination {

        private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public ByteBuffer drain(ByteBuffer full) {
            throw new IllegalStateException("an event that is larger than " + buffer.capacity());
        }

        @Override
        public void writeBytes(ByteBuffer data) {
            buffer.put(data);
        }

        @Override
        public void writeBytes(byte[] data, int offset, int length) {
            buffer.put(data, offset, length);
        }
    }
}
