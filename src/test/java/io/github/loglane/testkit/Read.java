package io.github.loglane.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record as read from a topic, without Kafka's per-record overhead. Key and headers are taken as UTF-8; of headers of
 * one name the last counts. The value is not copied.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two reads
public record Read(int partition, long offset, long timestamp, String key, Map<String, String> headers, byte[] value) {

    static Read of(ConsumerRecord<byte[], byte[]> record) {
        return new Read(
                record.partition(),
                record.offset(),
                record.timestamp(),
                utf8(record.key()),
                headers(record),
                record.value());
    }

    /** The value as UTF-8, null for a tombstone. */
    public String text() {
        return utf8(value);
    }

    /** Null where there is no such header. */
    public String header(String name) {
        return headers.get(name);
    }

    @Override
    public String toString() {
        return "%d/%d %s %s %s".formatted(partition, offset, key, headers, text());
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), utf8(header.value() == null ? new byte[0] : header.value()));
        }
        return Map.copyOf(headers);
    }

    private static String utf8(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
