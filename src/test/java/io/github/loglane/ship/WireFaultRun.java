package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
import io.github.loglane.testkit.Read;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** One journal and its shipper behind a fault proxy: appends numbered events of several lanes, then tells what arrived. */
final class WireFaultRun {

    static final int LANES = 8;

    private final Queue<String> status = new ConcurrentLinkedQueue<>();
    private final Counters counters = new Counters();
    private final Journal journal;
    private final Shipper shipper;
    private final RecordDraft draft = new RecordDraft();
    private final int[] appendedOfLane = new int[LANES];

    WireFaultRun(String bootstrapServers, String topic, long epoch, ShipSwitches switches) {
        journal = Journal.inMemory(32 << 20, 64 << 10, epoch);
        StatusReporter reporter = new StatusReporter(topic, (grade, line) -> status.add(line));
        // small batches, so that there are many requests for faults to hit
        ProducerSettings settings = ProducerSettings.of(
                topic,
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "batch.size",
                        "2000",
                        "linger.ms",
                        "1",
                        "reconnect.backoff.ms",
                        "10",
                        "reconnect.backoff.max.ms",
                        "50",
                        "retry.backoff.ms",
                        "10"),
                64 << 10);
        ShipWork work = new ShipWork(
                topic,
                settings,
                journal,
                new Ends(journal),
                counters,
                reporter,
                new Producers(topic, reporter, WireFaultRun::slowToClose),
                switches);
        shipper = new Shipper(topic, journal, work, () -> {});
        append(RecordKind.BEGIN, 0, "{\"message\":\"begin\"}");
        shipper.start();
    }

    /**
     * A producer that anybody but its own I/O thread closes late, as on a busy machine: the shipper notices a failure only
     * after a while, and until then the client lets later batches through.
     */
    @SuppressWarnings("unchecked")
    private static Producer<byte[], byte[]> slowToClose(Map<String, Object> settings) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(settings);
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                WireFaultRun.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, args) -> {
                    String thread = Thread.currentThread().getName();
                    if (method.getName().equals("close") && !thread.startsWith("kafka-producer-network-thread")) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                    }
                    try {
                        return method.invoke(producer, args);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** Appends as many events to each lane in turn. */
    void appendEvents(int events) {
        String padding = "x".repeat(250);
        for (int i = 0; i < events; i++) {
            int lane = i % LANES;
            appendedOfLane[lane]++;
            append(RecordKind.EVENT, lane, "{\"i\":" + appendedOfLane[lane] + ",\"padding\":\"" + padding + "\"}");
            shipper.wake();
        }
    }

    private void append(RecordKind kind, int lane, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        draft.begin(kind, Priority.HIGH, System.currentTimeMillis()).worker(lane);
        journal.append(draft.body(bytes, bytes.length, true), 0, null);
    }

    /** Ships all there is; false if that was not done in time. */
    boolean finish(int seconds) {
        journal.seal();
        return shipper.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    long rebuilds() {
        return counters.rebuilds().sum();
    }

    long reordersSeen() {
        return counters.reordersSeen().sum();
    }

    /** What is wrong with the order or the completeness of what is in the topic; empty where nothing is. */
    String faultsOf(List<Read> records) {
        int[] lastOfLane = new int[LANES];
        Map<String, Integer> first = new HashMap<>();
        for (Read read : records) {
            if (read.header(RecordKind.HEADER) != null) {
                continue;
            }
            int lane = Integer.parseInt(read.header("w"));
            String text = read.text();
            int i = Integer.parseInt(text.substring(5, text.indexOf(',')));
            if (first.putIfAbsent(lane + "/" + i, i) == null) {
                if (i != lastOfLane[lane] + 1) {
                    return "lane " + lane + ": " + i + " came after " + lastOfLane[lane];
                }
                lastOfLane[lane] = i;
            }
        }
        for (int lane = 0; lane < LANES; lane++) {
            if (lastOfLane[lane] != appendedOfLane[lane]) {
                return "lane " + lane + ": last " + lastOfLane[lane] + " of " + appendedOfLane[lane];
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return counters + " " + journal + "\n" + String.join("\n", status);
    }

    /** Ends the epoch with the plainest of records. */
    private static final class Ends implements EpochRecords {
        private final Journal journal;
        private final RecordDraft draft = new RecordDraft();

        Ends(Journal journal) {
            this.journal = journal;
        }

        @Override
        public void declareGap() {
            throw new AssertionError("expecting: a journal large enough for all, found: a gap");
        }

        @Override
        public byte[] stub(JournalRecord refused, String reason) {
            throw new AssertionError("expecting: no record refused for what it is, found: " + reason);
        }

        @Override
        public boolean end() {
            byte[] body = "{\"message\":\"end\"}".getBytes(StandardCharsets.UTF_8);
            draft.begin(RecordKind.END, Priority.HIGH, System.currentTimeMillis())
                    .worker(0);
            return journal.appendEnd(draft.body(body, body.length, true));
        }
    }
}
