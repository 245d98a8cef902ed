package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What {@code tail} looks at in a record, which need not be one of ours; what a record does not tell is {@code null}. One
 * object serves all records in turn. Not safe for several threads.
 */
final class TailRecord {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NO_BYTES = {};

    private final RecordView view = new RecordView();
    private final TimeReader times = new TimeReader();
    private ConsumerRecord<ByteBuffer, ByteBuffer> current;
    private boolean isOurs;
    private boolean isJson;
    private DeclaredGap gap;
    private byte[] value = NO_BYTES;
    private Instant time;
    private String message;
    private String level;
    private String hostname;
    private String logger;
    private String thread;
    private String thrown;
    private String stackTrace;

    /** Reads key and headers. */
    void readHead(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        current = record;
        isOurs = view.read(record);
        gap = isOurs ? DeclaredGap.read(view.gap()).orElse(null) : null;
    }

    /** Reads the value, whatever it is. */
    void readBody() {
        time = null;
        message = null;
        level = null;
        hostname = null;
        logger = null;
        thread = null;
        thrown = null;
        stackTrace = null;
        value = bytes(current.value());
        try (JsonParser json = JSON.createParser(value)) {
            isJson = json.nextToken() == JsonToken.START_OBJECT;
            if (isJson) {
                readMembers(json);
                isJson = json.nextToken() == null;
            }
        } catch (IOException notJson) {
            isJson = false;
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return NO_BYTES;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void readMembers(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals("exception") && token == JsonToken.START_OBJECT) {
                readException(json);
            } else if (token.isStructStart()) {
                json.skipChildren();
            } else {
                readMember(name, json);
            }
        }
    }

    private void readMember(String name, JsonParser json) throws IOException {
        switch (name) {
            case "@timestamp" -> time = json.hasTextCharacters() ? times.read(json.getText()) : null;
            case "message" -> message = json.getText();
            case "level" -> level = json.getText();
            case "hostname" -> hostname = json.getText();
            case "logger" -> logger = json.getText();
            case "thread" -> thread = json.getText();
            default -> {
                // of no use here
            }
        }
    }

    private void readException(JsonParser json) throws IOException {
        String type = null;
        String text = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "class" -> type = json.getText();
                case "message" -> text = json.getText();
                case "stackTrace" -> stackTrace = json.getText();
                default -> json.skipChildren();
            }
        }
        thrown = text == null ? type : type + ": " + text;
    }

    /** Whether the key is one of our ids. */
    boolean isOurs() {
        return isOurs;
    }

    /** Whether the value has the form of our own encoder, and not that of another layout or program. */
    boolean isLoglane() {
        return isOurs && isJson && time != null && level != null;
    }

    /** Whether the value is one JSON object, of whatever form. */
    boolean isJson() {
        return isJson;
    }

    RecordView.Role role() {
        return isOurs ? view.role() : null;
    }

    long epoch() {
        return isOurs ? view.epoch() : 0;
    }

    long seq() {
        return isOurs ? view.seq() : 0;
    }

    byte[] worker() {
        return isOurs ? view.worker() : null;
    }

    String workerText() {
        return worker() == null ? null : new String(worker(), StandardCharsets.UTF_8);
    }

    DeclaredGap gap() {
        return gap;
    }

    String key() {
        return current.key() == null ? null : new String(bytes(current.key()), StandardCharsets.UTF_8);
    }

    int partition() {
        return current.partition();
    }

    long offset() {
        return current.offset();
    }

    /** The event's time; where the value does not tell, the record's. */
    Instant time() {
        return time == null ? Instant.ofEpochMilli(Math.max(0, current.timestamp())) : time;
    }

    /** The value as text. */
    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    boolean hasValue() {
        return current.value() != null;
    }

    String message() {
        return message;
    }

    String level() {
        return level;
    }

    String hostname() {
        return hostname;
    }

    String logger() {
        return logger;
    }

    String thread() {
        return thread;
    }

    /** The exception: its stack trace, or else its class and message. */
    String stackTrace() {
        return stackTrace == null ? thrown : stackTrace;
    }

    /** Whether a text that people read in it satisfies this: message or stack trace, of other layouts the whole. */
    boolean isAnyText(Predicate<String> condition) {
        return isLoglane()
                ? Stream.of(message == null ? "" : message, stackTrace() == null ? "" : stackTrace())
                        .anyMatch(condition)
                : condition.test(text());
    }
}
