package io.github.loglane.encode;

import java.nio.charset.StandardCharsets;

/**
 * The id of a worker: an integer, a text, or none. Immutable; safe for any thread.
 *
 * <p>Text that spells a decimal integer of at most 18 digits, sign and surrounding white space allowed, is that integer
 * ({@code " 007 "} is 7). All other text is kept as it is. Empty or blank text is no worker.
 */
public final class Worker {

    /** No worker id: partition 0 and no {@code workerId} field. */
    public static final Worker NONE = new Worker(0, null, false);

    private static final byte[] NO_BYTES = {};
    private static final int MAX_DIGITS = 18;

    private final long number;
    private final String text;
    private final byte[] textUtf8;
    private final boolean present;

    private Worker(long number, String text, boolean present) {
        this.number = number;
        this.text = text;
        this.textUtf8 = text == null ? NO_BYTES : text.getBytes(StandardCharsets.UTF_8);
        this.present = present;
    }

    public static Worker of(long number) {
        return new Worker(number, null, true);
    }

    /** The worker that {@code text} names; {@link #NONE} for {@code null} and blank text. */
    public static Worker parse(String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        String trimmed = text.strip();
        return isInteger(trimmed) ? of(Long.parseLong(trimmed)) : new Worker(0, trimmed, true);
    }

    private static boolean isInteger(String text) {
        char first = text.charAt(0);
        int start = first == '-' || first == '+' ? 1 : 0;
        int digits = text.length() - start;
        if (digits < 1 || digits > MAX_DIGITS) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    public boolean isPresent() {
        return present;
    }

    public boolean isText() {
        return text != null;
    }

    /** The integer id; 0 where this is a text or none. */
    public long number() {
        return number;
    }

    /** The text id, or {@code null} where this is an integer or none. */
    public String text() {
        return text;
    }

    /** The text id in UTF-8, not to be changed; empty where this is an integer or none. */
    public byte[] textUtf8() {
        return textUtf8;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Worker that
                && present == that.present
                && number == that.number
                && java.util.Objects.equals(text, that.text);
    }

    @Override
    public int hashCode() {
        return text != null ? text.hashCode() : Long.hashCode(number);
    }

    /** The id as it stands in the header {@code w}; empty for none. */
    @Override
    public String toString() {
        if (text != null) {
            return text;
        }
        return present ? Long.toString(number) : "";
    }
}
