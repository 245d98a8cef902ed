package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.github.loglane.Outcome;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a log call leaves behind on the heap. */
class LogCallGarbageTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 10_000;
    private static final int ROUNDS = 5;
    private static final int VIRTUAL_THREADS = 10_000;
    private static final int CALLS_OF_EACH = 10;
    private static final double MAX_BYTES_BEYOND = 300;

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private PipelineManager start() {
        return kafka(start("journalBytes='64 MiB'")).manager;
    }

    private LoggerContext start(String attributes) {
        return log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' workerId='%X{worker}'"
                + " stopTimeoutMs='1' " + attributes + "/>"));
    }

    /** An event as Log4j's garbage-free loggers hand it over. */
    private static MutableLogEvent reusableEvent() {
        StringMap context = ContextDataFactory.createContextData();
        context.putValue("worker", "7");
        context.putValue("tenant", "acme");
        MutableLogEvent event = new MutableLogEvent(new StringBuilder(), new Object[10]);
        event.setLevel(Level.INFO);
        event.setLoggerName("com.example.shop.OrderService");
        event.setThreadName("http-1");
        event.setTimeMillis(1_795_390_000_123L);
        event.setContextData(context);
        return event;
    }

    @Test
    void call_allocatesNothingOnceItIsWarm() {
        PipelineManager manager = start();
        MutableLogEvent event = reusableEvent();
        List<Object[]> arguments = IntStream.range(0, 16)
                .mapToObj(i -> new Object[] {"order " + i, "state"})
                .toList();
        append(manager, event, arguments);
        append(manager, event, arguments);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        append(manager, event, arguments);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat((double) bytes / CALLS).as("bytes a call").isLessThan(1);
    }

    private static void append(PipelineManager manager, MutableLogEvent event, List<Object[]> arguments) {
        for (int i = 0; i < CALLS; i++) {
            Object[] of = arguments.get(i & 15);
            Message message = ReusableMessageFactory.INSTANCE.newMessage("{} is in {}", of[0], of[1]);
            event.setMessage(message);
            if (manager.append(event, false) != Outcome.APPENDED) {
                throw new IllegalStateException("expecting: room for all, found: " + manager.pipeline);
            }
            ReusableMessageFactory.release(message);
        }
    }

    /**
     * Against an appender that does nothing: what a virtual thread costs itself, and Log4j's own per thread, is in both. A buffer
     * for each thread would be a thousand bytes a call. Some calls have one made for them: where many threads wait for the journal at
     * once, all that is pooled is out.
     */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void callsOfManyVirtualThreads_shareWhatTheyWorkWith() throws Exception {
        double alone = Double.MAX_VALUE;
        double withLoglane = Double.MAX_VALUE;
        // the least of some rounds: in the first ones the compiler has not yet seen what need not be allocated
        for (int round = 0; round < ROUNDS; round++) {
            alone = Math.min(alone, bytesPerCallOfVirtualThreads(log4j.start(xml("<Null name='Kafka'/>"))));
            LoggerContext context = start("journalBytes='64 MiB'");
            withLoglane = Math.min(withLoglane, bytesPerCallOfVirtualThreads(context));
            assertThat(kafka(context).manager.pipeline.counters().appended().sum())
                    .isEqualTo(VIRTUAL_THREADS * CALLS_OF_EACH);
            context.stop();
        }
        assertThat(withLoglane - alone)
                .as("bytes a call: %.1f, of which without loglane %.1f", withLoglane, alone)
                .isLessThan(MAX_BYTES_BEYOND);
    }

    private static double bytesPerCallOfVirtualThreads(LoggerContext context) throws Exception {
        Logger logger = context.getLogger("com.example.shop.OrderService");
        long before = totalAllocatedBytes();
        logOnVirtualThreads(logger);
        return (double) (totalAllocatedBytes() - before) / (VIRTUAL_THREADS * CALLS_OF_EACH);
    }

    /** Of all threads, since a virtual one has no figure of its own; since JDK 21, by reflection as we compile for 17. */
    private static long totalAllocatedBytes() throws ReflectiveOperationException {
        return (Long)
                ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(THREADS);
    }

    private static void logOnVirtualThreads(Logger logger) throws Exception {
        try (var closing = (AutoCloseable) virtualThreads()) {
            ExecutorService executor = (ExecutorService) closing;
            for (int t = 0; t < VIRTUAL_THREADS; t++) {
                executor.execute(() -> {
                    for (int i = 0; i < CALLS_OF_EACH; i++) {
                        logger.info("{} is in {}", "order", "state");
                    }
                });
            }
        }
    }

    private static Object virtualThreads() throws ReflectiveOperationException {
        return Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** Pools keep what they work with, and nothing of the event: not its exception, its context or its message. */
    @Test
    void event_isNotKeptAlive() {
        PipelineManager manager = start();
        List<WeakReference<Object>> references = appendOne(manager, false);
        List<WeakReference<Object>> refused = appendOne(manager, true);
        await().untilAsserted(() -> {
            System.gc();
            assertThat(Stream.concat(references.stream(), refused.stream()).map(WeakReference::get))
                    .containsOnlyNulls();
        });
    }

    private static List<WeakReference<Object>> appendOne(PipelineManager manager, boolean byOwnThread) {
        Exception thrown = new IllegalStateException(new String("thrown"));
        SimpleMessage message = new SimpleMessage(new String("message"));
        StringMap context = ContextDataFactory.createContextData();
        context.putValue("worker", new Object() {
            @Override
            public String toString() {
                return "7";
            }
        });
        Object value = context.getValue("worker");
        Log4jLogEvent event = Log4jLogEvent.newBuilder()
                .setLevel(Level.ERROR)
                .setLoggerName("app")
                .setThreadName(byOwnThread ? "loglane-test" : "main")
                .setMessage(message)
                .setThrown(thrown)
                .setContextData(context)
                .build();
        Outcome outcome = manager.append(event, false);
        assertThat(outcome).isEqualTo(byOwnThread ? Outcome.OWN_LOGGER : Outcome.APPENDED);
        return List.of(
                new WeakReference<>(event),
                new WeakReference<>(thrown),
                new WeakReference<>(message),
                new WeakReference<>(context),
                new WeakReference<>(value));
    }
}
