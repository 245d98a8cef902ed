package io.github.loglane.tools;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads instants such as {@code 2026-11-23T06:46:01.151194757Z}. Neighbours share their second as a rule, so only what is
 * behind it is read each time. Not safe for several threads.
 */
final class TimeReader {

    private static final int SECOND_CHARS = "2026-11-23T06:46:01".length();
    private static final int NANO_DIGITS = 9;

    private String second = "";
    private long epochSecond;

    /** The instant, or {@code null} where {@code text} is none. */
    Instant read(String text) {
        int end = text.length() - 1;
        if (end > SECOND_CHARS && text.charAt(end) == 'Z' && text.startsWith(second) && !second.isEmpty()) {
            long nano = nano(text, end);
            if (nano >= 0) {
                return Instant.ofEpochSecond(epochSecond, nano);
            }
        }
        try {
            Instant instant = Instant.parse(text);
            if (end >= SECOND_CHARS && text.charAt(end) == 'Z') {
                second = text.substring(0, SECOND_CHARS);
                epochSecond = instant.getEpochSecond();
            }
            return instant;
        } catch (DateTimeException notOurs) {
            return null;
        }
    }

    /** What stands between the second and {@code end}, or -1 where it is not a dot and one to nine digits. */
    private static long nano(String text, int end) {
        int digits = end - SECOND_CHARS - 1;
        if (text.charAt(SECOND_CHARS) != '.' || digits < 1 || digits > NANO_DIGITS) {
            return -1;
        }
        long nano = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            int digit = i < digits ? text.charAt(SECOND_CHARS + 1 + i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return -1;
            }
            nano = nano * 10 + digit;
        }
        return nano;
    }
}
