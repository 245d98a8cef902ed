package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic {@code conf} as a process does that starts: the last record of each key counts. */
final class ConfTopic {

    private static final Duration POLL = Duration.ofMillis(200);

    private ConfTopic() {}

    /** Each key's last record but resets, by key; up to the end that the topic has now. */
    static List<ConfRow> read(ConnectionOptions connection, String topic) {
        Map<String, ConfRow> last = new HashMap<>();
        try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer = Consumers.open(connection.clientConfig())) {
            TopicPartition partition = Consumers.partitions(consumer, topic).stream()
                    .filter(found -> found.partition() == 0)
                    .findFirst()
                    .orElseThrow(() -> Consumers.noSuchTopic(topic));
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Stall stall = new Stall(connection.timeoutSeconds());
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(POLL)) {
                    ConfRow row = ConfRow.of(record);
                    last.put(row.keyText(), row);
                }
                stall.check(consumer.position(partition), end, topic);
            }
        }
        List<ConfRow> rows = new ArrayList<>(last.values());
        rows.removeIf(ConfRow::isReset);
        rows.sort(Comparator.comparing(ConfTopic::subject).thenComparing(ConfRow::keyText));
        return rows;
    }

    /** Brings the scopes of one setting together. */
    private static String subject(ConfRow row) {
        return row.key() == null
                ? ""
                : row.key().kind().word() + '/' + row.key().name();
    }
}
