package io.github.loglane.encode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One second as it stands in a record, up to the point before its fraction. Immutable, so it may be shared by a race. */
final class SecondText {

    private final long epochSecond;
    private final byte[] utf8;

    private SecondText(long epochSecond, byte[] utf8) {
        this.epochSecond = epochSecond;
        this.utf8 = utf8;
    }

    /** The text of {@code epochSecond}, or of the nearest second that {@link Instant} has. */
    static SecondText of(long epochSecond) {
        long known = Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), epochSecond));
        String text = Instant.ofEpochSecond(known).toString();
        return new SecondText(epochSecond, text.replace('Z', '.').getBytes(StandardCharsets.US_ASCII));
    }

    boolean isOf(long second) {
        return epochSecond == second;
    }

    /** For example {@code 2026-11-22T23:24:54.}, not to be changed. */
    byte[] utf8() {
        return utf8;
    }
}
