package io.github.loglane.encode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * One second as it stands in a record, up to the point before its fraction. Immutable, so it may be shared by a race. Today's are
 * written without a formatter, which takes 5 ms of an application's start to load.
 */
final class SecondText {

    private static final long YEAR_10000 = 253_402_300_800L;

    private final long epochSecond;
    private final byte[] utf8;

    private SecondText(long epochSecond, byte[] utf8) {
        this.epochSecond = epochSecond;
        this.utf8 = utf8;
    }

    /** The text of {@code epochSecond}, or of the nearest second that {@link Instant} has. */
    static SecondText of(long epochSecond) {
        if (epochSecond >= 0 && epochSecond < YEAR_10000) {
            return new SecondText(epochSecond, digits(LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC)));
        }
        long known = Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), epochSecond));
        String text = Instant.ofEpochSecond(known).toString();
        return new SecondText(epochSecond, text.replace('Z', '.').getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] digits(LocalDateTime time) {
        byte[] utf8 = "0000-00-00T00:00:00.".getBytes(StandardCharsets.US_ASCII);
        put(time.getYear(), utf8, 3);
        put(time.getMonthValue(), utf8, 6);
        put(time.getDayOfMonth(), utf8, 9);
        put(time.getHour(), utf8, 12);
        put(time.getMinute(), utf8, 15);
        put(time.getSecond(), utf8, 18);
        return utf8;
    }

    /** Over zeros, the last digit at {@code end}. */
    private static void put(int number, byte[] utf8, int end) {
        int at = end;
        for (int rest = number; rest > 0; rest /= 10) {
            utf8[at--] = (byte) ('0' + rest % 10);
        }
    }

    boolean isOf(long second) {
        return epochSecond == second;
    }

    /** For example {@code 2026-11-22T23:24:54.}, not to be changed. */
    byte[] utf8() {
        return utf8;
    }
}
