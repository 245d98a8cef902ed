package io.github.loglane.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Copies runs of characters that JSON takes as they are, many at a time: the JVM has vector instructions for ISO 8859-1 encoders
 * and none for a loop that looks at each character, and what needs an escape is then looked for in eight bytes at once. Not
 * thread-safe.
 */
final class PlainText {

    /** Below this a plain loop is quicker. */
    private static final int MIN_CHARS = 24;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final char[] chars;
    private final CharBuffer source;
    private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();
    private ByteBuffer target = ByteBuffer.allocate(0);

    PlainText(char[] chars) {
        this.chars = chars;
        this.source = CharBuffer.wrap(chars);
    }

    /**
     * Copies characters up to the first that is not plain; behind them as many bytes as there are characters left may be
     * overwritten.
     *
     * @return how many were copied
     */
    int copy(int from, int to, byte[] bytes, int at) {
        if (to - from < MIN_CHARS) {
            return copyEach(from, to, bytes, at);
        }
        int narrowed = narrow(from, to, bytes, at);
        return firstSpecial(bytes, at, at + narrowed) - at;
    }

    /** Characters beyond U+00FF end it. */
    private int narrow(int from, int to, byte[] bytes, int at) {
        if (target.array() != bytes) {
            target = ByteBuffer.wrap(bytes);
        }
        target.clear().position(at);
        source.clear().limit(to).position(from);
        encoder.reset().encode(source, target, true);
        return source.position() - from;
    }

    /** Kept so small that the JIT compiler makes the best of it. */
    int copyEach(int from, int to, byte[] bytes, int bytesFrom) {
        char[] text = chars;
        int shift = bytesFrom - from;
        int at = from;
        while (at < to) {
            char c = text[at];
            if (c >= 0x80 || JsonText.ESCAPES[c] != 0) {
                break;
            }
            bytes[at + shift] = (byte) c;
            at++;
        }
        return at - from;
    }

    /** Index of the first byte that stands for a control character, a quote, a backslash or none of ASCII; else {@code to}. */
    static int firstSpecial(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long special = special((long) WORD.get(bytes, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (at < to && bytes[at] >= 0 && JsonText.ESCAPES[bytes[at]] == 0) {
            at++;
        }
        return at;
    }

    /**
     * The high bit of each special byte. A byte behind a special one may show it without being such, for the borrow of the
     * subtractions: so only the lowest counts.
     */
    private static long special(long word) {
        long quote = word ^ '"' * ONES;
        long backslash = word ^ '\\' * ONES;
        long below = word - ' ' * ONES & ~word | quote - ONES & ~quote | backslash - ONES & ~backslash;
        return (below | word) & HIGH_BITS;
    }
}
