package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Who wrote an epoch, as its begin or end record says; what it does not say is {@code null}.
 *
 * @param hostname the host
 * @param service the service, where one is configured
 * @param worker the worker id that the whole process has; {@code null} where it has none, or one per event
 * @param begun when the epoch was opened, by the clock of its host
 */
public record EpochOrigin(String hostname, String service, String worker, Instant begun) {

    /** Of an epoch that left neither a begin nor an end record. */
    static final EpochOrigin UNKNOWN = new EpochOrigin(null, null, null, null);

    private static final JsonFactory JSON = new JsonFactory();

    /** A begin or end record's value. What cannot be read is absent: the audit rests on keys and headers alone. */
    static Note read(ByteBuffer value) {
        Note note = new Note();
        if (value == null) {
            return note;
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                note.readMembers(parser);
            }
        } catch (IOException notJson) {
            note.readable = false;
        }
        return note;
    }

    /** The members of a begin or end record that the audit knows. */
    static final class Note {
        private String hostname;
        private String service;
        private String worker;
        private Instant time;
        private String adoptedBy;
        private boolean readable = true;

        private void readMembers(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    readMember(name, parser.getValueAsString());
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void readMember(String name, String text) {
            switch (name) {
                case "hostname" -> hostname = text;
                case "service" -> service = text;
                case "workerId" -> worker = text;
                case "adoptedBy" -> adoptedBy = text;
                case "@timestamp" -> time = instantOf(text);
                default -> {
                    // Of no use here.
                }
            }
        }

        private static Instant instantOf(String text) {
            try {
                return text == null ? null : Instant.parse(text);
            } catch (DateTimeException notOurs) {
                return null;
            }
        }

        /** Taken from a begin record. */
        EpochOrigin asBegin() {
            return new EpochOrigin(hostname, service, worker, time);
        }

        /** Taken from an end record, whose time is not that of the begin. */
        EpochOrigin asEnd() {
            return new EpochOrigin(hostname, service, worker, null);
        }

        /** Epoch of the process that ended this one in its name, or {@code null}. */
        String adoptedBy() {
            return adoptedBy;
        }

        boolean isReadable() {
            return readable;
        }
    }
}
