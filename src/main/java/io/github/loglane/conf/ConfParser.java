package io.github.loglane.conf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Reads a record of the topic: whole or not at all. What it takes is data, never a name of a class, a script or a look-up.
 *
 * <p>A value is {@code {"id","at","by","why","expiresAt","force","value"}}; {@code id}, {@code at} and {@code value} must be
 * there, nothing else may. Safe for any thread.
 */
public final class ConfParser {

    /** The most bytes of a record's value. */
    public static final int MAX_VALUE_BYTES = 1 << 20;

    /** How deep a value may be nested, the record's own braces included. */
    public static final int MAX_DEPTH = 64;

    static final int MAX_KEY_BYTES = 4096;
    static final int MAX_ID_CHARS = 64;
    static final int MAX_TEXT_CHARS = 1024;
    private static final int MAX_NUMBER_CHARS = 1000;
    private static final int MAX_MEMBER_NAME_CHARS = 4096;
    private static final Instant MIN_TIME = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // names come from outside: they are not to fill a table that the whole process shares
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_MEMBER_NAME_CHARS)
                    .build())
            .build();

    private ConfParser() {}

    /** Has what it needs loaded, so that a missing jar shows at the start and not with the first record. */
    static void load() {
        JSON.getFormatName();
    }

    /** Reads a record's key. */
    public static ConfKey key(byte[] key) throws ConfRejection {
        if (key == null) {
            throw ConfRejection.expecting("a record with a key", "none");
        }
        if (key.length > MAX_KEY_BYTES) {
            throw ConfRejection.expecting("a key of at most " + MAX_KEY_BYTES + " bytes", key.length + " bytes");
        }
        return ConfKey.parse(utf8(key, "key"));
    }

    /** Reads the value of a record whose key is {@code key}; a null value is not for here, it takes the setting back. */
    public static ConfSetting value(ConfKey key, byte[] value) throws ConfRejection {
        if (value.length > MAX_VALUE_BYTES) {
            throw ConfRejection.expecting("a value of at most " + MAX_VALUE_BYTES + " bytes", value.length + " bytes");
        }
        String text = utf8(value, "value");
        Members members = new Members();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ConfRejection("expecting: a JSON object as the value");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                members.read(json, text);
            }
            if (json.nextToken() != null) {
                throw new ConfRejection("expecting: nothing behind the JSON object");
            }
        } catch (IOException e) {
            throw badJson(e);
        }
        return members.setting(key);
    }

    private static String utf8(byte[] bytes, String what) throws ConfRejection {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ConfRejection.expecting("a " + what + " in UTF-8", "other bytes");
        }
    }

    private static ConfRejection badJson(IOException e) {
        String message = e instanceof com.fasterxml.jackson.core.JsonProcessingException bad
                ? bad.getOriginalMessage()
                : e.getMessage();
        return ConfRejection.expecting("sound JSON", String.valueOf(message));
    }

    /** The members of a value, while they are read. */
    private static final class Members {
        private String id;
        private Instant at;
        private String by;
        private String why;
        private Instant expiresAt;
        private boolean force;
        private String value;
        private String valueText;

        void read(JsonParser json, String source) throws IOException, ConfRejection {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = id(text(json, name));
                case "at" -> at = time(json, name);
                case "by" -> by = optional(json, name);
                case "why" -> why = optional(json, name);
                case "expiresAt" -> expiresAt = json.currentToken() == JsonToken.VALUE_NULL ? null : time(json, name);
                case "force" -> force = isTrue(json);
                case "value" -> value(json, source);
                default ->
                    throw ConfRejection.expecting("members id, at, by, why, expiresAt, force and value only", name);
            }
        }

        private static String text(JsonParser json, String name) throws IOException, ConfRejection {
            if (json.currentToken() != JsonToken.VALUE_STRING || json.getTextLength() > MAX_TEXT_CHARS) {
                throw new ConfRejection("expecting: a string of at most " + MAX_TEXT_CHARS + " characters as " + name);
            }
            return json.getText();
        }

        private static String id(String id) throws ConfRejection {
            if (!id.matches("[A-Za-z0-9._:-]{1," + MAX_ID_CHARS + "}")) {
                throw ConfRejection.expecting("an id of 1 to " + MAX_ID_CHARS + " of A-Z a-z 0-9 . _ : -", id);
            }
            return id;
        }

        private static String optional(JsonParser json, String name) throws IOException, ConfRejection {
            return json.currentToken() == JsonToken.VALUE_NULL ? null : text(json, name);
        }

        private static Instant time(JsonParser json, String name) throws IOException, ConfRejection {
            String found = text(json, name);
            try {
                Instant time = Instant.parse(found);
                if (time.isBefore(MIN_TIME) || time.isAfter(MAX_TIME)) {
                    throw ConfRejection.expecting("a time between the years 1970 and 9999 as " + name, found);
                }
                return time;
            } catch (DateTimeParseException e) {
                throw ConfRejection.expecting("a time such as 2026-11-22T23:24:54Z as " + name, found);
            }
        }

        private static boolean isTrue(JsonParser json) throws ConfRejection {
            return switch (json.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> throw new ConfRejection("expecting: true or false as force");
            };
        }

        /** Takes the value as it is written, having seen all of it. */
        private void value(JsonParser json, String source) throws IOException {
            int start = (int) json.currentTokenLocation().getCharOffset();
            valueText = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
            int depth = 0;
            JsonToken token = json.currentToken();
            while (true) {
                json.finishToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    break;
                }
                token = json.nextToken();
                if (token == null) {
                    throw new IOException("the value has no end");
                }
            }
            value = source.substring(start, (int) json.currentLocation().getCharOffset())
                    .strip();
        }

        ConfSetting setting(ConfKey key) throws ConfRejection {
            if (id == null || at == null || value == null) {
                throw ConfRejection.expecting(
                        "members id, at and value", "no " + (id == null ? "id" : at == null ? "at" : "value"));
            }
            ConfLevel level = key.kind() == ConfKey.Kind.LEVEL ? level(key) : null;
            return new ConfSetting(key, id, at, by, why, expiresAt, level, value);
        }

        private ConfLevel level(ConfKey key) throws ConfRejection {
            ConfLevel level = null;
            for (ConfLevel known : ConfLevel.values()) {
                level = known.name().equals(valueText) ? known : level;
            }
            if (level == null) {
                throw ConfRejection.expecting("one of OFF FATAL ERROR WARN INFO DEBUG TRACE ALL as the level", value);
            }
            if (level.needsExpiry() && expiresAt == null) {
                throw ConfRejection.expecting("expiresAt, since level " + level + " must end by itself", "none");
            }
            if (level.needsForce(key.isRoot()) && !force) {
                throw ConfRejection.expecting(
                        "\"force\":true for level " + level + (key.isRoot() ? " of the root logger" : ""), "no force");
            }
            return level;
        }
    }
}
