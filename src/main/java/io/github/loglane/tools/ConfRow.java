package io.github.loglane.tools;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfParser;
import io.github.loglane.conf.ConfRejection;
import io.github.loglane.conf.ConfSetting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the topic {@code conf}, as processes judge it. Without setting and rejection it is a reset.
 *
 * @param keyText the record's key as it is
 * @param key the same, read; {@code null} where it is none
 * @param setting what it says; {@code null} where it is rejected, or a reset
 * @param rejection why processes do not take it, or {@code null}
 */
record ConfRow(long offset, String keyText, ConfKey key, ConfSetting setting, String rejection) {

    static ConfRow of(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        byte[] keyBytes = bytes(record.key());
        String keyText = keyBytes == null ? "" : new String(keyBytes, StandardCharsets.UTF_8);
        ConfKey key = null;
        try {
            key = ConfParser.key(keyBytes);
            byte[] value = bytes(record.value());
            ConfSetting setting = value == null ? null : ConfParser.value(key, value);
            return new ConfRow(record.offset(), keyText, key, setting, null);
        } catch (ConfRejection e) {
            return new ConfRow(record.offset(), keyText, key, null, e.reason());
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    boolean isReset() {
        return setting == null && rejection == null;
    }

    boolean isExpired(Instant now) {
        return setting != null
                && setting.expiresAt() != null
                && !setting.expiresAt().isAfter(now);
    }
}
