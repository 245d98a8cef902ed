package io.github.loglane.encode;

import java.nio.charset.StandardCharsets;

/**
 * Writes JSON strings and numbers as UTF-8 to a {@link RecordBuffer}, never past a limit that the caller gives as a
 * position in it. Not thread-safe, as its buffer.
 *
 * <p>A surrogate without its other half has no UTF-8 form: it becomes U+FFFD. The escape {@code \ud83d} would be JSON
 * too, but parsers behind Kafka then hold a text that they cannot write again.
 */
final class JsonText {

    /** Room for a note about what was cut, class name of a throwable aside. */
    static final int NOTE_BYTES = 48;

    /** Room in which each string finds place, be it as a note only. */
    static final int MIN_STRING_BYTES = NOTE_BYTES + 2;

    private static final int CHUNK_CHARS = 512;

    /** Below this the rest of a text is written one code point at a time, each measured first. */
    private static final int MIN_CHUNK_CHARS = 16;

    private static final int NEAR_CHARS = 16;

    /** Bytes of the longest escape, {@code \\u001f}. */
    private static final int MAX_BYTES_PER_CHAR = 6;

    private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CUT = "\u2026[cut, ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CUT_OVER = "\u2026[cut, over ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LOST = "\u2026[lost to ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CHARS = " chars]".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MIN_LONG = "-9223372036854775808".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    /** By ASCII character: 0 for itself, {@code u} for a numeric escape, else the letter behind the backslash. */
    static final byte[] ESCAPES = escapes();

    private final RecordBuffer out;
    private final char[] chunk = new char[CHUNK_CHARS];
    private final NameCache names = new NameCache();
    private final PlainText plain = new PlainText(chunk);
    private boolean replaced;
    private boolean isCut;

    JsonText(RecordBuffer out) {
        this.out = out;
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        for (int c = 0; c < ' '; c++) {
            escapes[c] = 'u';
        }
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    RecordBuffer out() {
        return out;
    }

    /**
     * Writes {@code text}, quoted; where it does not end by {@code limit}, its beginning and a note of its length.
     *
     * @return whether there was room for that; if not, nothing is written
     */
    boolean string(CharSequence text, int limit) {
        int start = out.length();
        if (start + 2 > limit) {
            return false;
        }
        isCut = false;
        out.put((byte) '"');
        int chars = text.length();
        int written = escape(text, 0, chars, limit - 1 - NOTE_BYTES);
        if (written < chars) {
            int noteAt = out.length();
            written = escape(text, written, chars, limit - 1);
            if (written < chars) {
                out.truncate(noteAt);
                if (noteAt + NOTE_BYTES + 1 > limit) {
                    out.truncate(start);
                    return false;
                }
                noteCut(chars, false);
                isCut = true;
            }
        }
        out.put((byte) '"');
        return true;
    }

    /** As {@link #string}, for a text that is likely to come again as the same object. */
    boolean name(String text, int limit) {
        if (names.put(text, out, limit)) {
            return true;
        }
        int start = out.length();
        boolean written = string(text, limit);
        // another encoder with the same buffer may have more room for a name than one that had to cut it
        if (written && !isCut) {
            names.seen(text, out, start);
        }
        return written;
    }

    /**
     * Writes a member's name, from {@code from} on, its quotes and the colon.
     *
     * @return whether it is whole and exact; if not, nothing is written. A name that is cut or has a character replaced
     *     might be another member's name too, and Elasticsearch refuses an object with a name twice.
     */
    boolean name(String name, int from, int limit) {
        int start = out.length();
        if (start + 3 > limit) {
            return false;
        }
        out.put((byte) '"');
        replaced = false;
        if (escape(name, from, name.length(), limit - 2) < name.length() || replaced) {
            out.truncate(start);
            return false;
        }
        out.put((byte) '"');
        out.put((byte) ':');
        return true;
    }

    /** Notes that a text of {@code chars} is cut here, inside its quotes. Takes {@link #NOTE_BYTES} at most. */
    void noteCut(long chars, boolean orMore) {
        out.put(orMore ? CUT_OVER : CUT);
        number(chars);
        out.put(CHARS);
    }

    /** Notes what kept the rest of a text from being written, inside its quotes. */
    void noteLost(Throwable thrown, int limit) {
        if (out.length() + NOTE_BYTES <= limit) {
            out.put(LOST);
            String name = thrown.getClass().getName();
            escape(name, 0, name.length(), limit - 1);
            out.put((byte) ']');
        }
    }

    /** Writes a string that says what kept a value from being written; takes {@link #MIN_STRING_BYTES} or more. */
    void lost(Throwable thrown, int limit) {
        out.put((byte) '"');
        noteLost(thrown, limit - 1);
        out.put((byte) '"');
    }

    boolean nul(int limit) {
        if (out.length() + NULL.length > limit) {
            return false;
        }
        out.put(NULL);
        return true;
    }

    void number(long number) {
        if (number == Long.MIN_VALUE) {
            out.put(MIN_LONG);
            return;
        }
        long rest = number;
        if (rest < 0) {
            out.put((byte) '-');
            rest = -rest;
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
            digits++;
        }
        digits(rest, digits);
    }

    /** Writes the lowest {@code digits} decimal digits of {@code number}, zeros included. */
    void digits(long number, int digits) {
        out.ensure(digits);
        byte[] bytes = out.array();
        long rest = number;
        for (int at = out.length() + digits - 1; at >= out.length(); at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.advanceTo(out.length() + digits);
    }

    /**
     * Writes {@code text} from {@code from} to {@code to}, escaped, without quotes, up to the last whole code point that
     * ends by {@code limit}.
     *
     * @return index of the first character not written
     */
    int escape(CharSequence text, int from, int to, int limit) {
        int at = from;
        while (at < to) {
            int chars = Math.min(Math.min(CHUNK_CHARS, to - at), (limit - out.length()) / MAX_BYTES_PER_CHAR);
            if (chars < MIN_CHUNK_CHARS && chars < to - at) {
                return escapeMeasured(text, at, to, limit);
            }
            load(text, at, chars);
            if (at + chars < to && Character.isHighSurrogate(chunk[chars - 1])) {
                chars--;
            }
            escapeChunk(chars);
            at += chars;
        }
        return at;
    }

    private int escapeMeasured(CharSequence text, int from, int to, int limit) {
        int at = from;
        while (at < to) {
            int chars = Math.min(2, to - at);
            load(text, at, chars);
            if (chars == 2 && !Character.isSurrogatePair(chunk[0], chunk[1])) {
                chars = 1;
            }
            if (out.length() + escapedBytes(chars) > limit) {
                return at;
            }
            escapeChunk(chars);
            at += chars;
        }
        return at;
    }

    private int escapedBytes(int chars) {
        char c = chunk[0];
        if (chars == 2) {
            return 4;
        }
        if (c >= 0x80) {
            return c < 0x800 ? 2 : 3;
        }
        return ESCAPES[c] == 0 ? 1 : ESCAPES[c] == 'u' ? MAX_BYTES_PER_CHAR : 2;
    }

    private void load(CharSequence text, int at, int chars) {
        if (text instanceof String string) {
            string.getChars(at, at + chars, chunk, 0);
        } else if (text instanceof StringBuilder builder) {
            builder.getChars(at, at + chars, chunk, 0);
        } else {
            for (int i = 0; i < chars; i++) {
                chunk[i] = text.charAt(at + i);
            }
        }
    }

    private void escapeChunk(int chars) {
        out.ensure(Math.min(chars * MAX_BYTES_PER_CHAR, out.maxBytes() - out.length()));
        byte[] bytes = out.array();
        int at = plain.copy(0, chars, bytes, out.length());
        int length = out.length() + at;
        while (at < chars) {
            char c = chunk[at];
            if (c < 0x80) {
                length = escapeAscii(c, bytes, length);
                at++;
            } else {
                boolean pair =
                        Character.isHighSurrogate(c) && at + 1 < chars && Character.isLowSurrogate(chunk[at + 1]);
                length = pair
                        ? utf8Pair(Character.toCodePoint(c, chunk[at + 1]), bytes, length)
                        : utf8(c, bytes, length);
                at += pair ? 2 : 1;
            }
            int more = plainBehindSpecial(at, chars, bytes, length);
            at += more;
            length += more;
        }
        out.advanceTo(length);
    }

    /** Where one is, there may be more, as in texts of other alphabets: so a few are looked at one by one first. */
    private int plainBehindSpecial(int from, int to, byte[] bytes, int bytesFrom) {
        int near = plain.copyEach(from, Math.min(to, from + NEAR_CHARS), bytes, bytesFrom);
        return near < NEAR_CHARS ? near : near + plain.copy(from + near, to, bytes, bytesFrom + near);
    }

    private static int escapeAscii(char c, byte[] bytes, int length) {
        int at = length;
        bytes[at++] = '\\';
        bytes[at++] = ESCAPES[c];
        if (ESCAPES[c] == 'u') {
            bytes[at++] = '0';
            bytes[at++] = '0';
            bytes[at++] = HEX[c >> 4];
            bytes[at++] = HEX[c & 0xf];
        }
        return at;
    }

    private int utf8(char c, byte[] bytes, int length) {
        int at = length;
        if (c < 0x800) {
            bytes[at++] = (byte) (0xc0 | (c >> 6));
        } else if (Character.isSurrogate(c)) {
            replaced = true;
            System.arraycopy(REPLACEMENT, 0, bytes, at, REPLACEMENT.length);
            return at + REPLACEMENT.length;
        } else {
            bytes[at++] = (byte) (0xe0 | (c >> 12));
            bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        }
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
        return at;
    }

    private static int utf8Pair(int codePoint, byte[] bytes, int length) {
        bytes[length] = (byte) (0xf0 | (codePoint >> 18));
        bytes[length + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
        bytes[length + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        bytes[length + 3] = (byte) (0x80 | (codePoint & 0x3f));
        return length + 4;
    }
}
