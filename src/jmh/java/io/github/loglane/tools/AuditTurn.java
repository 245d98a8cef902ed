package io.github.loglane.tools;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** One reading of a whole topic, for a JVM of its own; prints the nanoseconds, the records, the heap, and what the audit found. */
public final class AuditTurn {

    public static final String ANSWER = "answer ";

    private static final Duration POLL = Duration.ofMillis(200);

    /** Who reads. */
    public enum What {
        PLAIN_CONSUMER,
        AUDIT
    }

    private AuditTurn() {}

    /** @param args {@link What}, bootstrap servers, topic */
    public static void main(String[] args) {
        Map<String, Object> client = Map.of("bootstrap.servers", args[1], "enable.metrics.push", false);
        long before = System.nanoTime();
        String found = What.valueOf(args[0]) == What.AUDIT ? audit(client, args[2]) : read(client, args[2]);
        long nanos = System.nanoTime() - before;
        System.gc();
        long heapBytes =
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        String[] parts = found.split(" ", 2);
        System.out.println(ANSWER + nanos + ' ' + parts[0] + ' ' + (heapBytes >> 20) + ' ' + parts[1]);
        System.exit(0);
    }

    private static String audit(Map<String, Object> client, String topic) {
        AuditReport report = Audit.run(client, topic, Duration.ZERO);
        long records =
                report.partitions().stream().mapToLong(PartitionAudit::records).sum();
        // with no time to settle, what may be on its way counts as unknown
        long missing =
                report.total(epoch -> epoch.seqs().missing() + epoch.seqs().unknown());
        return "%d %d missing, %d declared, %d delivered, %d duplicates"
                .formatted(
                        records,
                        missing,
                        report.total(epoch -> epoch.seqs().declared()),
                        report.total(epoch -> epoch.seqs().delivered()),
                        report.total(epoch -> epoch.records().duplicates()));
    }

    private static String read(Map<String, Object> client, String topic) {
        long records = 0;
        long bytes = 0;
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer = new KafkaConsumer<>(
                Audit.consumerConfig(client), new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long total = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (records < total) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(POLL)) {
                    records++;
                    bytes += record.serializedKeySize() + record.serializedValueSize();
                }
            }
        }
        return records + " " + (bytes >> 20) + " MiB";
    }
}
