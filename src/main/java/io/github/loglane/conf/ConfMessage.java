package io.github.loglane.conf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A record to be published: checked by the rules by which every process will judge it. Immutable.
 *
 * <pre>{@code
 * ConfMessage.config("flags", "{\"newCheckout\":true}").by("ann").build();
 * ConfMessage.level("com.acme", ConfLevel.DEBUG).in(ConfScope.host("web-1")).expiresIn(Duration.ofMinutes(15)).build();
 * ConfMessage.reset(ConfKey.parse("host/web-1#level/com.acme"));
 * }</pre>
 */
public final class ConfMessage {

    private static final JsonFactory JSON = new JsonFactory();

    private final ConfKey key;
    private final String id;
    private final byte[] value;

    private ConfMessage(ConfKey key, String id, byte[] value) {
        this.key = key;
        this.id = id;
        this.value = value;
    }

    /** A logger's level; {@link ConfKey#ROOT} is the root logger. */
    public static Builder level(String logger, ConfLevel level) {
        return new Builder(ConfKey.Kind.LEVEL, logger, '"' + level.name() + '"');
    }

    /** Data for the application, as JSON text. */
    public static Builder config(String name, String json) {
        return new Builder(ConfKey.Kind.CONFIG, name, json);
    }

    /** Takes a setting back: the next scope's counts then, or else what was before. */
    public static ConfMessage reset(ConfKey key) {
        return new ConfMessage(key, null, null);
    }

    public ConfKey key() {
        return key;
    }

    /** What answers call this record; {@code null} of a reset, which they know by its offset only. */
    public String id() {
        return id;
    }

    /** The record's value as JSON text; {@code null} of a reset. */
    public String value() {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    byte[] keyBytes() {
        return key.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code null} of a reset. */
    byte[] valueBytes() {
        return value == null ? null : value.clone();
    }

    @Override
    public String toString() {
        return key + " = " + (value == null ? "reset" : value());
    }

    /** Collects what a record says. One thread at a time. */
    public static final class Builder {
        private final ConfKey.Kind kind;
        private final String name;
        private final String json;
        private ConfScope scope = ConfScope.ALL;
        private String id = UUID.randomUUID().toString();
        private Instant at = Instant.now();
        private String by;
        private String why;
        private Instant expiresAt;
        private boolean force;

        private Builder(ConfKey.Kind kind, String name, String json) {
            this.kind = kind;
            this.name = name;
            this.json = json;
        }

        /** Whom it is for. Default: all. */
        public Builder in(ConfScope value) {
            scope = value;
            return this;
        }

        /** What answers call it: up to 64 of A-Z a-z 0-9 . _ : -. Default: a random UUID. */
        public Builder id(String value) {
            id = value;
            return this;
        }

        /** When it was made. Default: now. */
        public Builder at(Instant value) {
            at = value;
            return this;
        }

        /** Who makes it. Default: not said. */
        public Builder by(String value) {
            by = value;
            return this;
        }

        /** What for. Default: not said. */
        public Builder why(String value) {
            why = value;
            return this;
        }

        /** When it ends by itself. Default: never, which levels finer than INFO do not allow. */
        public Builder expiresAt(Instant value) {
            expiresAt = value;
            return this;
        }

        /** As {@link #expiresAt}, from {@link #at} on. */
        public Builder expiresIn(Duration value) {
            return expiresAt(at.plus(value));
        }

        /** Allows levels OFF and FATAL, and TRACE and ALL for the root logger. Default: not. */
        public Builder force(boolean value) {
            force = value;
            return this;
        }

        /** @throws ConfRejection where processes would not take it */
        public ConfMessage build() throws ConfRejection {
            ConfKey key = ConfKey.of(scope, kind, name);
            byte[] value = json().getBytes(StandardCharsets.UTF_8);
            if (!ConfParser.value(key, value).json().equals(json.strip())) {
                throw ConfRejection.expecting("one JSON value", json);
            }
            return new ConfMessage(key, id, value);
        }

        private String json() {
            StringWriter text = new StringWriter();
            try (JsonGenerator out = JSON.createGenerator(text)) {
                out.writeStartObject();
                out.writeStringField("id", id);
                out.writeStringField("at", at.toString());
                optional(out, "by", by);
                optional(out, "why", why);
                optional(out, "expiresAt", expiresAt);
                if (force) {
                    out.writeBooleanField("force", true);
                }
                out.writeFieldName("value");
                out.writeRawValue(json);
                out.writeEndObject();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return text.toString();
        }

        private static void optional(JsonGenerator out, String name, Object value) throws IOException {
            if (value != null) {
                out.writeStringField(name, value.toString());
            }
        }
    }
}
