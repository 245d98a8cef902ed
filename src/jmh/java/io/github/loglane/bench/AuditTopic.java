package io.github.loglane.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills a topic as a fleet does that had its troubles: processes that write side by side, each with several workers, and start again
 * under new epochs; gaps that the next record declares, stretches that are there twice, and, for the audit to find, seqs that are
 * just not there. Counts what it put in. Not thread-safe.
 */
final class AuditTopic implements AutoCloseable {

    private static final int STARTS = 2;
    private static final int STRETCH = 200;
    private static final int GAP_SEQS = 3;

    private final Producer<byte[], byte[]> producer;
    private final byte[][] bodies = RawSink.bodies();
    private final AuditLoad load;
    private final String topic;

    private long records;
    private long declared;
    private long duplicates;
    private long missing;

    AuditTopic(AuditLoad load, String servers, String topic) {
        this.load = load;
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>(Peer.TUNED);
        settings.put("bootstrap.servers", servers);
        settings.put("enable.metrics.push", false);
        settings.put("buffer.memory", 64 << 20);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void fill() {
        long each = load.records() / ((long) load.processes() * STARTS);
        for (int start = 0; start < STARTS; start++) {
            Epoch[] epochs = new Epoch[load.processes()];
            for (int process = 0; process < epochs.length; process++) {
                epochs[process] = new Epoch(process, start);
                epochs[process].send("begin", null);
            }
            for (long done = 0; done < each; done += STRETCH) {
                for (Epoch epoch : epochs) {
                    epoch.stretch();
                }
            }
            for (Epoch epoch : epochs) {
                epoch.send("end", null);
            }
        }
        producer.flush();
    }

    /** What the audit has to find, as its verdict words it. */
    String verdict() {
        return "%d missing, %d declared, %d delivered, %d duplicates"
                .formatted(missing, declared, records - duplicates, duplicates);
    }

    long records() {
        return records;
    }

    @Override
    public void close() {
        producer.close();
    }

    /** One run of one process. */
    private final class Epoch {
        private final int process;
        private final String name;
        private long seq;
        private long lastSent;
        private long sinceGap;
        private long sinceLoss;

        Epoch(int process, int start) {
            this.process = process;
            name = Long.toUnsignedString(0x9E3779B97F4A7C15L * (process * STARTS + start + 1), Character.MAX_RADIX);
        }

        void stretch() {
            long first = seq + 1;
            for (int i = 0; i < STRETCH; i++) {
                sinceGap++;
                sinceLoss++;
                if (load.gapEvery() > 0 && sinceGap >= load.gapEvery()) {
                    sinceGap = 0;
                    seq += GAP_SEQS;
                    declared += GAP_SEQS;
                    send(null, (seq - GAP_SEQS + 1) + "-" + seq + ";full=" + GAP_SEQS);
                } else {
                    send(null, null);
                }
                if (load.lossEvery() > 0 && sinceLoss >= load.lossEvery()) {
                    sinceLoss = 0;
                    seq++;
                    missing++;
                }
            }
            if (load.repeatEvery() > 0 && first / load.repeatEvery() != seq / load.repeatEvery()) {
                // as a producer does that went back after a fault
                put(lastSent, null, null);
                duplicates++;
            }
        }

        void send(String kind, String gap) {
            lastSent = ++seq;
            put(lastSent, kind, gap);
        }

        private void put(long number, String kind, String gap) {
            int worker = process * load.workers() + (int) (number % load.workers());
            byte[] body = bodies[(int) (number & Payload.COUNT - 1)];
            byte[] stamp =
                    (",\"epoch\":\"" + name + "\",\"seq\":" + number + '}').getBytes(StandardCharsets.ISO_8859_1);
            byte[] value = new byte[body.length - 1 + stamp.length];
            System.arraycopy(body, 0, value, 0, body.length - 1);
            System.arraycopy(stamp, 0, value, body.length - 1, stamp.length);
            List<Header> headers = new ArrayList<>(2);
            headers.add(header(kind == null ? "w" : "kind", kind == null ? Integer.toString(worker) : kind));
            if (gap != null) {
                headers.add(header("gap", gap));
            }
            byte[] key = (name + '-' + number).getBytes(StandardCharsets.ISO_8859_1);
            deliver(new ProducerRecord<>(topic, worker % load.partitions(), null, key, value, headers));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // how many arrived is seen by the audit
    private void deliver(ProducerRecord<byte[], byte[]> made) {
        producer.send(made);
        records++;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
