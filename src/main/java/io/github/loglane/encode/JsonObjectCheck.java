package io.github.loglane.encode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Checks strictly, by RFC 8259, whether bytes are exactly one JSON object in valid UTF-8, white space around it allowed,
 * and knows the names of its members. Immutable once made; safe for any thread.
 *
 * <p>Depth is bounded by {@value #MAX_DEPTH}; nothing here recurses. That a name stands twice is not found.
 */
public final class JsonObjectCheck {

    /** Deeper nesting does not pass: no index takes it. */
    public static final int MAX_DEPTH = 512;

    private final byte[] bytes;
    private final int end;
    private final boolean[] objects = new boolean[MAX_DEPTH + 1];
    private final List<String> names = new ArrayList<>();
    private final String problem;
    private int at;
    private int from;
    private int to;
    private int depth;

    private JsonObjectCheck(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        String found = null;
        try {
            check();
        } catch (Malformed e) {
            found = e.getMessage();
            names.clear();
        }
        this.problem = found;
    }

    /** Checks {@code length} bytes from {@code offset}. */
    public static JsonObjectCheck of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new JsonObjectCheck(bytes, offset, length);
    }

    /** Checks all of {@code bytes}. */
    public static JsonObjectCheck of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Whether the bytes are one object and have neither {@code epoch} nor {@code seq}, which the shipper adds. */
    public static boolean isStampable(byte[] bytes) {
        JsonObjectCheck check = of(bytes);
        return check.isObject() && !check.hasStamp();
    }

    public boolean isObject() {
        return problem == null;
    }

    /** Why the bytes are no JSON object, in the form "expecting: X, found: Y at byte Z"; {@code null} if they are one. */
    public String problem() {
        return problem;
    }

    /** Names of the object's own members, unescaped, in order; empty where the bytes are no object. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** Whether {@code epoch} or {@code seq} are among {@link #names()}. */
    public boolean hasStamp() {
        return names.contains("epoch") || names.contains("seq");
    }

    /** Index of the object's opening brace. */
    public int from() {
        return from;
    }

    /** Index behind the object's closing brace. */
    public int to() {
        return to;
    }

    private void check() {
        skipSpace();
        from = at;
        expect('{');
        open(true);
        while (depth > 0) {
            member();
        }
        to = at;
        skipSpace();
        if (at < end) {
            throw malformed("the end");
        }
    }

    /** One member or element of the innermost container, or its end. A container that begins here is not finished here. */
    private void member() {
        boolean object = objects[depth];
        skipSpace();
        if (object) {
            int nameAt = at;
            string();
            if (depth == 1) {
                names.add(unescaped(nameAt + 1, at - 1));
            }
            skipSpace();
            expect(':');
            skipSpace();
        }
        if (!value()) {
            closeAll();
        }
    }

    /** Returns whether the value is a container that has only been opened. */
    private boolean value() {
        int first = peek();
        switch (first) {
            case '{', '[' -> {
                at++;
                return open(first == '{');
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
        return false;
    }

    /** Returns whether there is anything in it; an empty one is closed at once. */
    private boolean open(boolean object) {
        if (depth == MAX_DEPTH) {
            throw malformed("at most " + MAX_DEPTH + " levels");
        }
        skipSpace();
        if (peek() == (object ? '}' : ']')) {
            at++;
            return false;
        }
        objects[++depth] = object;
        return true;
    }

    /** After a value: the comma before the next, or the ends of as many containers as end here. */
    private void closeAll() {
        while (depth > 0) {
            skipSpace();
            if (peek() == ',') {
                at++;
                return;
            }
            expect(objects[depth] ? '}' : ']');
            depth--;
        }
    }

    private void string() {
        expect('"');
        while (true) {
            int c = next("a closing quote");
            if (c == '"') {
                return;
            } else if (c < ' ') {
                at--;
                throw malformed("no control character in a string");
            } else if (c == '\\') {
                escape();
            } else if (c >= 0x80) {
                multiByte();
            }
        }
    }

    private void multiByte() {
        int sequenceEnd = Utf8.end(bytes, --at, end);
        if (sequenceEnd < 0) {
            throw malformed("valid UTF-8");
        }
        at = sequenceEnd;
    }

    private void escape() {
        int c = next("an escape");
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                if (Character.digit(next("a hexadecimal digit"), 16) < 0) {
                    at--;
                    throw malformed("a hexadecimal digit");
                }
            }
        } else if ("\"\\/bfnrt".indexOf(c) < 0) {
            at--;
            throw malformed("an escape");
        }
    }

    private String unescaped(int nameFrom, int nameTo) {
        String raw = new String(bytes, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder name = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c == '\\') {
                c = raw.charAt(i++);
                int known = "bfnrt".indexOf(c);
                if (known >= 0) {
                    c = "\b\f\n\r\t".charAt(known);
                } else if (c == 'u') {
                    c = (char) Integer.parseInt(raw, i, i + 4, 16);
                    i += 4;
                }
            }
            name.append(c);
        }
        return name.toString();
    }

    private void literal(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            expect(literal.charAt(i));
        }
    }

    private void number() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        if (!isDigit(peek())) {
            throw malformed("a value");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private int peek() {
        return at < end ? bytes[at] & 0xff : -1;
    }

    private int next(String expected) {
        if (at >= end) {
            throw malformed(expected);
        }
        return bytes[at++] & 0xff;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw malformed("'" + c + "'");
        }
        at++;
    }

    private Malformed malformed(String expected) {
        String found = at >= end ? "the end" : "0x" + Integer.toHexString(bytes[at] & 0xff);
        return new Malformed("expecting: " + expected + ", found: " + found + " at byte " + at);
    }

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }
}
